import { afterAll, beforeAll, expect, it } from 'vitest';
import { throwAwayDatabase, type ThrowAwayDatabase } from '#testing';

let db: ThrowAwayDatabase;
beforeAll(async () => {
  db = await throwAwayDatabase();
});
afterAll(() => db?.drop());

const FENCE = ['across_tenants', 'only_current_tenant', 'owner_sees_all'];
/** Counters for limits that tenants share: the transactions of one tenant do not see them at all. */
const SHARED = ['cognigy_calls', 'engage_calls'];
/** The transactions of one tenant write to it, but do not see what they wrote. */
const WRITTEN_ONLY = ['audit_log'];

interface Table {
  readonly name: string;
  readonly of_tenants: boolean;
  readonly readable: boolean;
  readonly fenced: boolean;
  readonly policies: string[] | null;
}

const TABLES = `
  SELECT c.relname AS name, c.relrowsecurity AND c.relforcerowsecurity AS fenced,
    EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'tenant_id') AS of_tenants,
    has_any_column_privilege('engage_handover_app', c.oid, 'SELECT') AS readable,
    (SELECT array_agg(polname::text ORDER BY polname) FROM pg_policy WHERE polrelid = c.oid) AS policies
  FROM pg_class c WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace`;

it('hides the rows of other tenants in every table that the transactions of a tenant can read', async () => {
  const tables: Table[] = await db.dataSource.query(TABLES);
  const readable = tables.filter(({ readable }) => readable);
  expect(readable.map(({ name }) => name)).toEqual(expect.arrayContaining(['conversations', 'files', 'messages']));
  expect(readable.filter(({ fenced, policies }) => !fenced || String(policies) !== String(FENCE))).toEqual([]);
  const open = tables.filter(({ of_tenants, fenced }) => of_tenants && !fenced);
  expect(open.map(({ name }) => name).sort()).toEqual([...WRITTEN_ONLY, ...SHARED]);
});

it('compares the tenant in every policy of a tenant, for reading and for writing', async () => {
  const policies: { name: string; using: string; check: string }[] = await db.dataSource.query(`
    SELECT polrelid::regclass::text AS name, pg_get_expr(polqual, polrelid) AS using, pg_get_expr(polwithcheck, polrelid) AS check
    FROM pg_policy WHERE 'engage_handover_app'::regrole = ANY (polroles)`);
  const same = '(tenant_id = current_tenant())';
  expect(policies.length).toBeGreaterThan(10);
  expect(policies.filter(({ using, check }) => using !== same || check !== same)).toEqual([]);
});

it('lets tenants call no function that reads the rows of others', async () => {
  const functions: { name: string }[] = await db.dataSource.query(`
    SELECT p.oid::regprocedure::text AS name FROM pg_proc p
    WHERE p.prosecdef AND p.pronamespace = 'public'::regnamespace AND has_function_privilege('engage_handover_app', p.oid, 'EXECUTE')`);
  expect(functions).toEqual([]);
});

it("lets every function with the owner's rights find its tables in our schema only, and temporary ones last", async () => {
  const functions: { name: string; config: string[] | null }[] = await db.dataSource.query(`
    SELECT oid::regprocedure::text AS name, proconfig AS config FROM pg_proc
    WHERE prosecdef AND pronamespace = 'public'::regnamespace ORDER BY 1`);
  expect(functions.map(({ name }) => name)).toContain('tenant_of_bot_key(bytea)');
  const path = 'search_path=pg_catalog, public, pg_temp';
  expect(functions.filter(({ config }) => !config?.includes(path)).map(({ name }) => name)).toEqual([]);
});
