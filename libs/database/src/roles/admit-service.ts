import pg from 'pg';
import type { QueryRunner } from 'typeorm';
import { scramVerifier } from './scram-verifier.js';
import { ACROSS_TENANTS, ONE_TENANT } from './service-role.js';

/** PostgreSQL 16: whether a member inherits rights is set in the membership; before, it was set in the member. */
const MEMBERSHIP_OPTIONS = 160_000;

/** Rights on the schema of background jobs: graphile-worker hides its rows from all roles except the owner. */
const JOBS = `
  GRANT USAGE ON SCHEMA graphile_worker TO ${ACROSS_TENANTS};
  GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA graphile_worker TO ${ACROSS_TENANTS};
  GRANT USAGE ON ALL SEQUENCES IN SCHEMA graphile_worker TO ${ACROSS_TENANTS};
  GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA graphile_worker TO ${ACROSS_TENANTS};
  DO $$ DECLARE tab regclass; BEGIN
    FOR tab IN
      SELECT c.oid FROM pg_class c WHERE c.relkind = 'r' AND c.relrowsecurity AND c.relnamespace = 'graphile_worker'::regnamespace
        AND NOT EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid AND p.polname = 'engage_handover')
    LOOP
      EXECUTE format('CREATE POLICY engage_handover ON %s TO ${ACROSS_TENANTS} USING (true)', tab);
    END LOOP;
  END $$`;

/** Only the owner may create anything: functions of the owner must find our tables, not other tables of the same name. */
const NOTHING_NEW = `
  DO $$ BEGIN
    IF has_database_privilege('${ACROSS_TENANTS}', current_database(), 'TEMP') THEN
      EXECUTE format('REVOKE TEMPORARY ON DATABASE %I FROM PUBLIC', current_database());
    END IF;
    IF has_schema_privilege('${ACROSS_TENANTS}', current_schema(), 'CREATE') THEN
      EXECUTE format('REVOKE CREATE ON SCHEMA %I FROM PUBLIC', current_schema());
    END IF;
  END $$`;

/**
 * Gives the roles of the service the rights that they need in a migrated schema, and no others. The login role of `serviceUrl`
 * is created if it is missing, with the password of the URL; without a URL the service logs in as the owner. Repeatable.
 *
 * @param runner of the schema's owner, who needs `CREATEROLE`
 */
export async function admitService(runner: QueryRunner, serviceUrl?: string): Promise<void> {
  await runner.query(JOBS);
  await runner.query(NOTHING_NEW);
  if (!serviceUrl) return;
  const { username, password } = new URL(serviceUrl);
  const name = decodeURIComponent(username);
  const [found] = await rows<Login>(runner, LOGIN, [name]);
  if (!found?.exists) await createLogin(runner, name, decodeURIComponent(password));
  if (found?.exists && (found.owns || found.member)) return;
  await admit(runner, name, found?.version ?? MEMBERSHIP_OPTIONS);
}

interface Login {
  readonly exists: boolean;
  readonly owns: boolean;
  readonly member: boolean;
  readonly version: number;
}

const LOGIN = `
  SELECT r.oid IS NOT NULL AS "exists", coalesce(r.rolname = current_user, false) AS owns,
    coalesce(pg_has_role(r.oid, '${ACROSS_TENANTS}', 'MEMBER') AND pg_has_role(r.oid, '${ONE_TENANT}', 'MEMBER'), false) AS member,
    current_setting('server_version_num')::int AS version
  FROM (SELECT $1::name AS name) AS asked LEFT JOIN pg_roles r ON r.rolname = asked.name`;

async function createLogin(runner: QueryRunner, name: string, password: string): Promise<void> {
  const verifier = password ? ` PASSWORD ${pg.escapeLiteral(scramVerifier(password))}` : '';
  await runner.query(`CREATE ROLE ${pg.escapeIdentifier(name)} LOGIN NOINHERIT${verifier}`);
}

/** The login may become both roles, but has the rights of neither until it does. */
async function admit(runner: QueryRunner, name: string, version: number): Promise<void> {
  const login = pg.escapeIdentifier(name);
  const options = version >= MEMBERSHIP_OPTIONS ? ' WITH INHERIT FALSE, SET TRUE' : '';
  if (!options) await runner.query(`ALTER ROLE ${login} NOINHERIT`);
  await runner.query(`GRANT ${ACROSS_TENANTS}, ${ONE_TENANT} TO ${login}${options}`);
}

async function rows<Row>(runner: QueryRunner, sql: string, parameters: readonly unknown[]): Promise<Row[]> {
  return (await runner.query(sql, [...parameters])) as Row[];
}
