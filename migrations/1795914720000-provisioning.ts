import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What runs have created, changed or adopted in the Engage domain of a tenant, so that they can take it back; and the runs themselves,
 * as they go on in the process that was asked and are looked at through any other.
 */
export class Provisioning1795914720000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE provisioned (
        tenant_id uuid NOT NULL REFERENCES tenants ON DELETE CASCADE,
        domain text NOT NULL, -- host of the REST API: ids belong to it
        key text NOT NULL, -- which thing, e.g. category.bot
        engage_id text, -- null: Engage was asked to create it, and its answer is not known
        created boolean NOT NULL, -- false: it was there before
        detail jsonb NOT NULL,
        at timestamptz NOT NULL,
        PRIMARY KEY (tenant_id, domain, key)
      );
      CREATE INDEX ix_provisioned_things ON provisioned (domain, engage_id); -- who else uses it
      CALL fence_by_tenant('provisioned');

      CREATE TABLE provision_runs (
        tenant_id uuid NOT NULL REFERENCES tenants ON DELETE CASCADE,
        id uuid NOT NULL,
        mode text NOT NULL CHECK (mode IN ('plan', 'apply', 'destroy')),
        status text NOT NULL CHECK (status IN ('running', 'done', 'failed')),
        actor text NOT NULL,
        wish jsonb NOT NULL,
        done integer NOT NULL DEFAULT 0,
        total integer NOT NULL DEFAULT 0,
        steps jsonb NOT NULL DEFAULT '[]',
        error jsonb, -- why it ended before its end
        started_at timestamptz NOT NULL,
        beat_at timestamptz NOT NULL, -- by the database's clock, while its process lives
        ended_at timestamptz,
        PRIMARY KEY (tenant_id, id)
      );
      CREATE INDEX ix_provision_runs_started ON provision_runs (tenant_id, started_at DESC);
      CALL fence_by_tenant('provision_runs');
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE provision_runs, provisioned');
  }
}
