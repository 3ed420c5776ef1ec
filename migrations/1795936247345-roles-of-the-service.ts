import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Runs `sql` with `%1$I` as the schema of the tables. */
function inSchema(sql: string): string {
  return `DO $do$ BEGIN EXECUTE format($sql$ ${sql} $sql$, current_schema()); END $do$`;
}

const eachFence = (sql: string): string => `
  DO $do$ DECLARE tab regclass; BEGIN
    FOR tab IN SELECT oid FROM pg_class WHERE relkind = 'r' AND relrowsecurity AND relnamespace = current_schema()::regnamespace LOOP
      EXECUTE format($sql$ ${sql} $sql$, tab);
    END LOOP;
  END $do$`;

const eachDefiner = (sql: string): string => `
  DO $do$ DECLARE fn regprocedure; BEGIN
    FOR fn IN SELECT oid FROM pg_proc WHERE prosecdef AND pronamespace = current_schema()::regnamespace LOOP
      EXECUTE format($sql$ ${sql} $sql$, fn, current_schema());
    END LOOP;
  END $do$`;

const fence = (policy: string): string => `
  CREATE OR REPLACE PROCEDURE fence_by_tenant(tab regclass) LANGUAGE plpgsql AS $$ BEGIN
    EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', tab);
    EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', tab);
    EXECUTE format('CREATE POLICY owner_sees_all ON %s TO CURRENT_USER USING (true)', tab);
    EXECUTE format('CREATE POLICY only_current_tenant ON %s TO engage_handover_app USING (tenant_id = current_tenant()) WITH CHECK (tenant_id = current_tenant())', tab);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %s TO engage_handover_app', tab);
    ${policy}
  END $$`;

/**
 * The service logs in as a role without rights of its own. It works as `engage_handover_across`, and in the transactions of one
 * tenant as `engage_handover_app`. Functions that run with the owner's rights look for their tables in our schema only, and for
 * temporary ones last.
 */
export class RolesOfTheService1795936247345 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const statements = [
      `DO $$ BEGIN
        CREATE ROLE engage_handover_across NOLOGIN;
      EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; -- roles belong to the cluster, not to this database
      END $$`,
      'GRANT engage_handover_across TO CURRENT_USER',
      'GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA %1$I TO engage_handover_across',
      'GRANT USAGE ON ALL SEQUENCES IN SCHEMA %1$I TO engage_handover_across',
      'GRANT EXECUTE ON ALL ROUTINES IN SCHEMA %1$I TO engage_handover_across',
      // What later migrations create.
      'ALTER DEFAULT PRIVILEGES IN SCHEMA %1$I GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO engage_handover_across',
      'ALTER DEFAULT PRIVILEGES IN SCHEMA %1$I GRANT USAGE ON SEQUENCES TO engage_handover_across',
      'ALTER DEFAULT PRIVILEGES IN SCHEMA %1$I GRANT EXECUTE ON ROUTINES TO engage_handover_across',
      'REVOKE INSERT, UPDATE, DELETE ON migrations FROM engage_handover_across',
      'REVOKE UPDATE, DELETE ON audit_log FROM engage_handover_across',
      // Filled and rolled back, to see whether the disk has space.
      'CREATE UNLOGGED TABLE space_probe (filler text)',
      'GRANT TRUNCATE ON space_probe TO engage_handover_across',
    ];
    for (const sql of statements) await runner.query(sql.includes('%1$I') ? inSchema(sql) : sql);
    await runner.query(eachFence('CREATE POLICY across_tenants ON %s TO engage_handover_across USING (true)'));
    await runner.query(
      fence(`EXECUTE format('CREATE POLICY across_tenants ON %s TO engage_handover_across USING (true)', tab);`),
    );
    await runner.query('REVOKE EXECUTE ON PROCEDURE fence_by_tenant(regclass) FROM PUBLIC, engage_handover_across');
    await runner.query(eachDefiner('ALTER FUNCTION %1$s SET search_path = pg_catalog, %2$I, pg_temp'));
    await runner.query('REVOKE EXECUTE ON FUNCTION tenant_of_bot_key(bytea) FROM PUBLIC');
  }

  async down(runner: QueryRunner): Promise<void> {
    // The role stays: other databases of the cluster may use it.
    await runner.query('GRANT EXECUTE ON FUNCTION tenant_of_bot_key(bytea) TO PUBLIC');
    await runner.query(eachDefiner('ALTER FUNCTION %s SET search_path FROM CURRENT'));
    await runner.query(fence(''));
    await runner.query('GRANT EXECUTE ON PROCEDURE fence_by_tenant(regclass) TO PUBLIC');
    await runner.query(eachFence('DROP POLICY across_tenants ON %s'));
    const statements = [
      'ALTER DEFAULT PRIVILEGES IN SCHEMA %1$I REVOKE SELECT, INSERT, UPDATE, DELETE ON TABLES FROM engage_handover_across',
      'ALTER DEFAULT PRIVILEGES IN SCHEMA %1$I REVOKE USAGE ON SEQUENCES FROM engage_handover_across',
      'ALTER DEFAULT PRIVILEGES IN SCHEMA %1$I REVOKE EXECUTE ON ROUTINES FROM engage_handover_across',
      'REVOKE USAGE ON ALL SEQUENCES IN SCHEMA %1$I FROM engage_handover_across',
      'REVOKE EXECUTE ON ALL ROUTINES IN SCHEMA %1$I FROM engage_handover_across',
      'REVOKE ALL ON ALL TABLES IN SCHEMA %1$I FROM engage_handover_across',
    ];
    for (const sql of statements) await runner.query(inSchema(sql));
    await runner.query('DROP TABLE space_probe');
  }
}
