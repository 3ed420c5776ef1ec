import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Audit entries name the tenant by its id, because a slug may be used again, and the key and address of the caller. Entries that a process of
 * the former version writes meanwhile have no tenant's id: only keys that are not bound to tenants see them.
 */
export class Attribution1795937380828 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE audit_log
        ADD COLUMN tenant_id uuid, -- no foreign key: the log must outlive the tenant
        ADD COLUMN key_id text,
        ADD COLUMN address text;
      ALTER TABLE audit_log DISABLE TRIGGER audit_log_append_only;
      UPDATE audit_log SET tenant_id = tenants.tenant_id
        FROM tenants WHERE tenants.slug = audit_log.tenant_slug AND audit_log.at >= tenants.created_at; -- older ones are a former owner's
      ALTER TABLE audit_log ENABLE TRIGGER audit_log_append_only;
      CREATE INDEX ix_audit_log_tenant_id ON audit_log (tenant_id, position DESC);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE audit_log DROP COLUMN tenant_id, DROP COLUMN key_id, DROP COLUMN address');
  }
}
