import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { newId, type TenantId } from '#kernel';
import {
  insertConversation,
  insertHandover,
  insertTenant,
  rowsRead,
  throwAwayDatabase,
  type ThrowAwayDatabase,
} from '#testing';
import { PostgresServiceState, SERVICE_STATE } from './postgres-service-state.js';

let db: ThrowAwayDatabase;
beforeAll(async () => {
  db = await throwAwayDatabase();
});
beforeEach(() => db.dataSource.query('TRUNCATE tenants, engage_calls, engage_domains CASCADE'));
afterAll(() => db.drop());

const read = () => new PostgresServiceState(db.database).read();

const aTenant = (enabled = true): Promise<TenantId> => insertTenant(db.dataSource, { enabled });

interface Stored {
  readonly count?: number;
  readonly minutesOld?: number;
  readonly status?: string;
  readonly waitsFor?: string | null;
}

/** A conversation with deliveries of one status in its lane to the bot. */
async function deliveries(
  tenantId: TenantId,
  { count = 1, minutesOld = 0, status, waitsFor = null }: Stored,
): Promise<void> {
  const conversationId = await insertConversation(db.dataSource, tenantId);
  await db.dataSource.query(
    `INSERT INTO lanes (tenant_id, conversation_id, direction, destination, ready_at, waits_for)
     VALUES ($1, $2, 'bot', 'bot.example', now() - $3 * interval '1 min', $4)`,
    [tenantId, conversationId, minutesOld, waitsFor],
  );
  await db.dataSource.query(
    `INSERT INTO deliveries (tenant_id, conversation_id, direction, id, seq, kind, payload, status, created_at)
     SELECT $1, $2, 'bot', gen_random_uuid(), n, 'test', '{}', $3, now() - $4 * interval '1 min' FROM generate_series(1, $5) n`,
    [tenantId, conversationId, status ?? 'pending', minutesOld, count],
  );
}

async function handover(tenantId: TenantId, status: string, minutesOld: number): Promise<void> {
  const conversationId = await insertConversation(db.dataSource, tenantId);
  const started_at = new Date(Date.now() - minutesOld * 60_000);
  const ended_at = ['queue', 'active'].includes(status) ? null : new Date();
  await insertHandover(db.dataSource, { tenantId, conversationId }, { status, started_at, ended_at });
}

describe('PostgresServiceState', () => {
  it('finds nothing in an empty service', async () => {
    expect(await read()).toEqual({
      pending: [],
      parked: [],
      oldestPendingSeconds: 0,
      handovers: [],
      outages: [],
      rate: { leastLeft: null, short: 0 },
    });
  });

  it('counts pending and parked deliveries, and reports how long the oldest has waited', async () => {
    await deliveries(await aTenant(), { count: 2, minutesOld: 5 });
    await deliveries(await aTenant(), { minutesOld: 20 });
    await deliveries(await aTenant(), { count: 3, status: 'parked', minutesOld: 60 });
    await deliveries(await aTenant(), { status: 'delivered', minutesOld: 60 });
    const { pending, parked, oldestPendingSeconds } = await read();
    expect({ pending, parked }).toEqual({
      pending: [{ direction: 'bot', count: 3 }],
      parked: [{ direction: 'bot', count: 3 }],
    });
    expect(Math.floor(oldestPendingSeconds / 60)).toBe(20);
  });

  it('reports no age for a disabled tenant', async () => {
    const tenantId = await aTenant(false);
    await deliveries(tenantId, { minutesOld: 600, waitsFor: 'bot bot.example' });
    await handover(tenantId, 'queue', 600);
    expect(await read()).toMatchObject({ oldestPendingSeconds: 0, handovers: [], outages: [] });
  });

  it('counts the open handovers', async () => {
    const [one, other] = [await aTenant(), await aTenant()];
    await handover(one, 'queue', 10);
    await handover(other, 'queue', 30);
    await handover(one, 'active', 5);
    await handover(one, 'completed', 90);
    const { handovers } = await read();
    const found = handovers.map(({ state, count, oldestSeconds }) => [state, count, Math.floor(oldestSeconds / 60)]);
    expect(found.sort()).toEqual([
      ['active', 1, 5],
      ['queue', 2, 30],
    ]);
  });

  it('counts the services that deliveries wait for by kind, once for each tenant and service', async () => {
    const [one, other] = [await aTenant(), await aTenant()];
    await deliveries(one, { waitsFor: 'bot bot.example', minutesOld: 3 });
    await deliveries(one, { waitsFor: 'bot bot.example', minutesOld: 7 });
    await deliveries(one, { waitsFor: 'tenant enabled', minutesOld: 9 });
    await deliveries(other, { waitsFor: 'bot other.example', minutesOld: 1 });
    const { outages } = await read();
    expect(outages).toEqual([{ service: 'bot', count: 2, oldestSeconds: expect.closeTo(7 * 60, -2) as number }]);
  });

  it('reports how many calls are left for the domain with the fewest', async () => {
    const tenantId = newId();
    await db.dataSource.query(
      `INSERT INTO engage_domains VALUES ('a', '-infinity'), ('b', '-infinity'), ('c', now() + interval '20 s')`,
    );
    expect((await read()).rate).toEqual({ leastLeft: 0, short: 1 });
    await db.dataSource.query(`DELETE FROM engage_domains WHERE domain = 'c'`);
    await db.dataSource.query(
      `INSERT INTO engage_calls VALUES ('a', now(), $1, false, 40), ('a', now(), $1, true, 420), ('b', now() - interval '2 min', $1, false, 499)`,
      [tenantId],
    );
    expect((await read()).rate).toEqual({ leastLeft: 40, short: 1 });
  });

  it('reads no rows of finished conversations', async () => {
    const tenantId = await aTenant();
    await deliveries(tenantId, { count: 300, status: 'delivered' });
    for (let n = 0; n < 20; n++) await handover(tenantId, 'completed', 1);
    await deliveries(tenantId, { count: 2, waitsFor: 'bot bot.example' });
    await db.dataSource.query('ANALYZE deliveries, handovers, lanes');
    const statement = { sql: SERVICE_STATE, parameters: [] };
    expect(await rowsRead(db.dataSource, 'deliveries', statement)).toBeLessThan(12);
    expect(await rowsRead(db.dataSource, 'handovers', statement)).toBe(0);
    expect(await rowsRead(db.dataSource, 'lanes', statement)).toBeLessThan(6);
  });
});
