import { createHash, randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { insertConversation, insertTenant, throwAwayDatabase, type ThrowAwayDatabase } from '#testing';
import type { TenantId } from '#kernel';
import { createDataSource, Database, migrate } from '../index.js';
import { hasExcessRights } from './excess-rights.js';
import { scramVerifier } from './scram-verifier.js';

const ONE = randomUUID() as TenantId;
const OTHER = randomUUID() as TenantId;
const KEY_HASH = createHash('sha256').update('key').digest();

let db: ThrowAwayDatabase;
beforeAll(async () => {
  db = await throwAwayDatabase();
  await migrate(db.dataSource, { serviceUrl: db.serviceUrl });
  for (const tenant of [ONE, OTHER]) {
    await insertTenant(db.dataSource, { tenant_id: tenant });
    await insertConversation(db.dataSource, tenant);
  }
  await db.dataSource.query(
    `INSERT INTO bot_keys (tenant_id, id, name, key_hash, last4, created_at) VALUES ($1, gen_random_uuid(), 'k', $2, 'last', now())`,
    [ONE, KEY_HASH],
  );
});
afterAll(() => db?.drop());

describe('the service, as a separate role', () => {
  let service: Database;
  let close: () => Promise<void>;
  beforeEach(async () => {
    const source = await createDataSource({ url: db.serviceUrl, poolSize: 2, asService: true }).initialize();
    service = new Database(source);
    close = () => source.destroy();
  });
  afterEach(() => close());

  const everyone = 'SELECT tenant_id FROM conversations'; // no condition on the tenant

  it("sees only one tenant's rows in its transactions, also without a condition on the tenant", async () => {
    expect(await service.inTenant(ONE, () => service.query(everyone))).toEqual([{ tenant_id: ONE }]);
    const foreign = service.inTenant(ONE, () =>
      service.query("UPDATE conversations SET session_id = 'taken' WHERE tenant_id = $1 RETURNING 1", [OTHER]),
    );
    expect(await foreign).toEqual([]);
    const moved = service.inTenant(ONE, () => service.query('UPDATE conversations SET tenant_id = $1', [OTHER]));
    await expect(moved).rejects.toThrow('row-level security');
  });

  it.each(['RESET ROLE', 'SET ROLE NONE', 'SET SESSION AUTHORIZATION DEFAULT'])(
    'gains nothing by %s',
    async (escape) => {
      const escaped = service.inTenant(ONE, async () => {
        await service.query(escape);
        return service.query(everyone);
      });
      await expect(escaped).rejects.toThrow('permission denied');
    },
  );

  it.each(['engage_handover', 'postgres', 'pg_read_all_data'])('cannot become %s', async (role) => {
    await expect(service.statement(`SET ROLE ${role}`)).rejects.toThrow();
  });

  it('goes across tenants only by an explicit call, and can neither create nor change a table', async () => {
    expect(await service.acrossTenants(() => service.query(everyone))).toHaveLength(2);
    for (const sql of [
      'CREATE TEMP TABLE conversations (id int)',
      'CREATE TABLE mine (id int)',
      'ALTER TABLE conversations DISABLE ROW LEVEL SECURITY',
      'DROP POLICY only_current_tenant ON conversations',
      'DELETE FROM audit_log',
      "INSERT INTO migrations (timestamp, name) VALUES (1, 'x')",
    ])
      await expect(service.statement(sql)).rejects.toThrow(/permission denied|must be owner/);
  });

  it('has no rights before it takes its role, unlike the owner', async () => {
    const login = await createDataSource({ url: db.serviceUrl, poolSize: 1 }).initialize();
    await expect(login.query(everyone)).rejects.toThrow('permission denied');
    expect(await hasExcessRights(login)).toBe(false);
    expect(await hasExcessRights(db.dataSource)).toBe(true);
    await login.destroy();
  });
});

describe("functions with the owner's rights", () => {
  it('do not use a temporary table of the same name', async () => {
    const attacker = db.dataSource.createQueryRunner(); // the owner may still create one
    await attacker.query('CREATE TEMP TABLE bot_keys (tenant_id uuid, key_hash bytea)');
    await attacker.query('INSERT INTO bot_keys VALUES ($1, $2)', [OTHER, KEY_HASH]);
    expect(await attacker.query('SELECT tenant_id FROM bot_keys')).toEqual([{ tenant_id: OTHER }]);
    expect(await attacker.query('SELECT tenant_of_bot_key($1) AS tenant', [KEY_HASH])).toEqual([{ tenant: ONE }]);
    await attacker.query('DROP TABLE pg_temp.bot_keys');
    await attacker.release();
  });
});

describe('admitService', () => {
  it('creates a missing login role, which can log in and do nothing by itself', async () => {
    const role = `test_${randomUUID().slice(0, 8)}`;
    const url = new URL(db.url);
    url.username = role;
    url.password = 'p@ss/word';
    for (const times of ['first', 'again']) {
      await migrate(db.dataSource, { serviceUrl: url.href });
      const client = new pg.Client({ connectionString: url.href });
      await client.connect();
      await expect(client.query('SELECT FROM tenants'), times).rejects.toThrow('permission denied');
      await client.end();
    }
    await db.dataSource.query(`DROP ROLE ${role}`);
  });
});

describe('scramVerifier', () => {
  it('is what PostgreSQL would store', () => {
    // RFC 7677, section 3
    expect(scramVerifier('pencil', Buffer.from('W22ZaJ0SNY7soEsUEjb6gQ==', 'base64'))).toBe(
      'SCRAM-SHA-256$4096:W22ZaJ0SNY7soEsUEjb6gQ==$WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=:wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU=',
    );
  });
});
