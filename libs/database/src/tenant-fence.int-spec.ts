import { afterAll, beforeAll, expect, it } from 'vitest';
import { throwAwayDatabase, type ThrowAwayDatabase } from '#testing';

let db: ThrowAwayDatabase;
beforeAll(async () => {
  db = await throwAwayDatabase();
});
afterAll(() => db?.drop());

it('shows tenants no table of tenants but behind the fence', async () => {
  const tables: { name: string; fenced: boolean }[] = await db.dataSource.query(`
    SELECT t.relname AS name, t.relrowsecurity AND t.relforcerowsecurity AS fenced
    FROM pg_class t JOIN pg_attribute a ON a.attrelid = t.oid AND a.attname = 'tenant_id'
    WHERE t.relkind = 'r' AND has_table_privilege('engage_handover_app', t.oid, 'SELECT')`);
  expect(tables.map(({ name }) => name)).toEqual(expect.arrayContaining(['conversations', 'files', 'messages']));
  expect(tables.filter(({ fenced }) => !fenced)).toEqual([]);
});

it('lets tenants call no function that looks behind the fence, but to find a tenant by its key', async () => {
  const functions: { name: string }[] = await db.dataSource.query(`
    SELECT DISTINCT p.proname AS name FROM pg_proc p
    WHERE p.prosecdef AND p.pronamespace = 'public'::regnamespace AND has_function_privilege('engage_handover_app', p.oid, 'EXECUTE')`);
  expect(functions.map(({ name }) => name).filter((name) => name !== 'tenant_of_bot_key')).toEqual([]);
});
