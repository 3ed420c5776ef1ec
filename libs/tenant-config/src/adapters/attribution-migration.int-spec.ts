import { afterAll, beforeAll, expect, it } from 'vitest';
import { migrate, revertLast } from '#database';
import { insertTenant, throwAwayDatabase, type ThrowAwayDatabase } from '#testing';

let db: ThrowAwayDatabase;
beforeAll(async () => {
  db = await throwAwayDatabase();
});
afterAll(() => db?.drop());

const belongsToTenants = async (): Promise<boolean> => {
  const found: unknown[] = await db.dataSource.query(
    `SELECT FROM information_schema.columns WHERE table_name = 'audit_log' AND column_name = 'tenant_id'`,
  );
  return found.length > 0;
};

it('gives stored entries to the tenant that has the slug, except those of a former owner', async () => {
  while (await belongsToTenants()) await revertLast(db.dataSource);
  const id = await insertTenant(db.dataSource, { slug: 'acme', created_at: '2026-03-02' });
  await db.dataSource.query(
    `INSERT INTO audit_log (at, actor, action, tenant_slug, detail) VALUES ('2026-03-01', 'former', 'x', 'acme', '{}'),
       ('2026-03-02', 'owner', 'x', 'acme', '{}'), ('2026-03-03', 'owner', 'x', NULL, '{}'), ('2026-03-03', 'owner', 'x', 'gone', '{}')`,
  );
  await migrate(db.dataSource);
  const entries: { tenant_id: string | null }[] = await db.dataSource.query(
    'SELECT tenant_id FROM audit_log ORDER BY position',
  );
  expect(entries.map(({ tenant_id }) => tenant_id)).toEqual([null, id, null, null]);
  await expect(db.dataSource.query(`UPDATE audit_log SET actor = 'x'`)).rejects.toThrow('append-only');
});
