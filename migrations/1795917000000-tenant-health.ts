import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What connection checks found last, what ordinary traffic shows, and when a tenant was examined. */
export class TenantHealth1795917000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE tenant_checks (
        tenant_id uuid NOT NULL REFERENCES tenants ON DELETE CASCADE,
        check_id text NOT NULL,
        title text NOT NULL,
        status text NOT NULL CHECK (status IN ('pass', 'warn', 'fail', 'skipped')),
        detail text NOT NULL,
        fix text,
        changed_since timestamptz NOT NULL, -- of the status
        checked_at timestamptz NOT NULL,
        PRIMARY KEY (tenant_id, check_id)
      );
      CREATE INDEX ix_tenant_checks_problems ON tenant_checks (check_id, status) WHERE status IN ('warn', 'fail'); -- for metrics

      -- By the database's clock. Written at most every few minutes per row while nothing changes.
      CREATE TABLE tenant_traffic (
        tenant_id uuid NOT NULL REFERENCES tenants ON DELETE CASCADE,
        subject text NOT NULL,
        accepted_at timestamptz,
        refused_at timestamptz,
        reason text, -- of the last refusal
        PRIMARY KEY (tenant_id, subject)
      );

      CREATE TABLE tenant_examinations (
        tenant_id uuid PRIMARY KEY REFERENCES tenants ON DELETE CASCADE,
        revision bigint NOT NULL, -- of the settings that were examined
        examined_at timestamptz NOT NULL
      );
      CREATE INDEX ix_tenant_examinations_due ON tenant_examinations (examined_at);

      CALL fence_by_tenant('tenant_checks');
      CALL fence_by_tenant('tenant_traffic');
      CALL fence_by_tenant('tenant_examinations');
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE tenant_examinations, tenant_traffic, tenant_checks');
  }
}
