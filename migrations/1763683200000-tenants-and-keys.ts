import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Tenants, their sealed secrets and keys, and the audit log. Application transactions run as `engage_handover_app`,
 * which owns nothing, so that row-level security by tenant stands behind every query as a second fence.
 */
export class TenantsAndKeys1763683200000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DO $$ BEGIN
        CREATE ROLE engage_handover_app NOLOGIN;
      EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; -- roles belong to the cluster, not to this database
      END $$;
      GRANT engage_handover_app TO CURRENT_USER;

      CREATE FUNCTION current_tenant() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
        AS $$ SELECT nullif(current_setting('app.tenant_id', true), '')::uuid $$;

      -- The owner (migrations, admin lists, lane claim) sees all; the application role only the current tenant's rows.
      CREATE PROCEDURE fence_by_tenant(tab regclass) LANGUAGE plpgsql AS $$ BEGIN
        EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', tab);
        EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', tab);
        EXECUTE format('CREATE POLICY owner_sees_all ON %s TO CURRENT_USER USING (true)', tab);
        EXECUTE format('CREATE POLICY only_current_tenant ON %s TO engage_handover_app USING (tenant_id = current_tenant()) WITH CHECK (tenant_id = current_tenant())', tab);
        EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %s TO engage_handover_app', tab);
      END $$;

      CREATE TABLE tenants (
        tenant_id uuid PRIMARY KEY,
        slug text NOT NULL CONSTRAINT uq_tenants_slug UNIQUE,
        name text NOT NULL,
        enabled boolean NOT NULL,
        is_default boolean NOT NULL,
        engage jsonb NOT NULL,
        bot jsonb NOT NULL,
        handover jsonb NOT NULL,
        profile_mapping jsonb NOT NULL,
        retention jsonb NOT NULL,
        engage_host text, -- with source_id: one Engage source serves one tenant
        source_id text,
        revision bigint NOT NULL DEFAULT 1,
        created_at timestamptz NOT NULL,
        updated_at timestamptz NOT NULL
      );
      CREATE UNIQUE INDEX uq_tenants_default ON tenants (is_default) WHERE is_default;
      CREATE UNIQUE INDEX uq_tenants_source ON tenants (engage_host, source_id) WHERE source_id IS NOT NULL;

      CREATE TABLE tenant_secrets (
        tenant_id uuid NOT NULL REFERENCES tenants ON DELETE CASCADE,
        name text NOT NULL,
        sealed text NOT NULL,
        last4 text NOT NULL,
        updated_at timestamptz NOT NULL,
        PRIMARY KEY (tenant_id, name)
      );

      CREATE TABLE bot_keys (
        tenant_id uuid NOT NULL REFERENCES tenants ON DELETE CASCADE,
        id uuid NOT NULL,
        name text NOT NULL,
        key_hash bytea NOT NULL CONSTRAINT uq_bot_keys_hash UNIQUE,
        last4 text NOT NULL,
        created_at timestamptz NOT NULL,
        PRIMARY KEY (tenant_id, id)
      );

      CREATE TABLE admin_keys (
        id uuid PRIMARY KEY,
        name text NOT NULL CONSTRAINT uq_admin_keys_name UNIQUE,
        role text NOT NULL CHECK (role IN ('admin', 'operator', 'viewer')),
        tenant_slugs text[], -- null: every tenant
        key_hash bytea NOT NULL CONSTRAINT uq_admin_keys_hash UNIQUE,
        last4 text NOT NULL,
        created_at timestamptz NOT NULL
      );

      CREATE TABLE audit_log (
        position bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        at timestamptz NOT NULL,
        actor text NOT NULL,
        action text NOT NULL,
        tenant_slug text, -- no foreign key: the log must outlive the tenant
        target text,
        detail jsonb NOT NULL,
        request_id text
      );
      GRANT INSERT ON audit_log TO engage_handover_app;
      CREATE INDEX ix_audit_log_tenant ON audit_log (tenant_slug, position DESC);
      CREATE FUNCTION audit_log_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        RAISE EXCEPTION 'audit_log is append-only';
      END $$;
      CREATE TRIGGER audit_log_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_log
        FOR EACH STATEMENT EXECUTE FUNCTION audit_log_is_append_only();

      CALL fence_by_tenant('tenants');
      CALL fence_by_tenant('tenant_secrets');
      CALL fence_by_tenant('bot_keys');

      CREATE FUNCTION tenant_of_bot_key(hash bytea) RETURNS uuid LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT
        AS $$ SELECT tenant_id FROM bot_keys WHERE key_hash = hash $$;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    // The role stays: other databases of the cluster may use it.
    await runner.query(`
      DROP FUNCTION tenant_of_bot_key(bytea);
      DROP TABLE audit_log, admin_keys, bot_keys, tenant_secrets, tenants;
      DROP FUNCTION audit_log_is_append_only();
      DROP PROCEDURE fence_by_tenant(regclass);
      DROP FUNCTION current_tenant();
    `);
  }
}
