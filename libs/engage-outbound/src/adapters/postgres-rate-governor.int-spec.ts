import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createDataSource, Database } from '#database';
import { newId, type TenantId } from '#kernel';
import { throwAwayDatabase, type ThrowAwayDatabase } from '#testing';
import { EngageBudgetSpent } from '../application/engage.errors.js';
import { CALLS_PER_MINUTE, type CallPriority } from '../ports/rate-governor.js';
import { PostgresRateGovernor } from './postgres-rate-governor.js';

const DOMAIN = 'acme.api.engagement.dimelo.com';
const ada = newId<TenantId>();
const bob = newId<TenantId>();

let db: ThrowAwayDatabase;
let governor: PostgresRateGovernor;
beforeAll(async () => {
  db = await throwAwayDatabase();
  governor = new PostgresRateGovernor(db.database);
});
beforeEach(() => db.dataSource.query('TRUNCATE engage_calls, engage_domains'));
afterAll(() => db.drop());

/** Calls until refused. @returns how many were admitted, and the refusal if there was one */
async function use(calls: number, tenantId: TenantId, priority: CallPriority = 'agent-facing', domain = DOMAIN) {
  const outcomes = await Promise.allSettled(
    Array.from({ length: calls }, () => governor.admit(domain, tenantId, priority)),
  );
  const refused = outcomes.find((outcome) => outcome.status === 'rejected');
  if (refused && !(refused.reason instanceof EngageBudgetSpent)) throw refused.reason;
  return {
    admitted: outcomes.filter(({ status }) => status === 'fulfilled').length,
    refusal: refused?.reason as unknown,
  };
}

/** As if calls had been admitted some seconds ago. */
async function called(calls: number, tenantId: TenantId, { secondsAgo = 0, background = false } = {}): Promise<void> {
  await db.dataSource.query(
    `INSERT INTO engage_calls VALUES ($1, date_trunc('second', clock_timestamp()) - $2 * interval '1 s', $3, $4, $5)`,
    [DOMAIN, secondsAgo, tenantId, background, calls],
  );
}

describe('PostgresRateGovernor', () => {
  it('admits 500 calls in a minute, and then refuses with a time to wait; refused calls do not count', async () => {
    const { admitted, refusal } = await use(CALLS_PER_MINUTE + 20, ada);
    expect(admitted).toBe(CALLS_PER_MINUTE);
    expect(refusal).toBeInstanceOf(EngageBudgetSpent);
    expect(refusal).toMatchObject({ kind: 'throttled', excused: true, retryAfterMs: 5_000 });
  });

  it('holds the limit across replicas', async () => {
    const other = await throwAwayReplica();
    try {
      const admit = (replica: PostgresRateGovernor) => replica.admit(DOMAIN, ada, 'agent-facing');
      const calls = Array.from({ length: 600 }, (_, index) => admit(index % 2 === 0 ? governor : other.governor));
      const outcomes = await Promise.allSettled(calls);
      expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(CALLS_PER_MINUTE);
    } finally {
      await other.close();
    }
  });

  it('admits again when calls become a minute old, and deletes those', async () => {
    await called(300, ada, { secondsAgo: 61 });
    await called(495, ada, { secondsAgo: 20 });
    expect((await use(10, ada)).admitted).toBe(5);
    expect(await db.dataSource.query('SELECT sum(calls)::int AS calls FROM engage_calls')).toEqual([{ calls: 500 }]);
  });

  it('reports when the oldest call becomes a minute old', async () => {
    await called(300, ada, { secondsAgo: 57 });
    await called(200, ada, { secondsAgo: 20 });
    const { refusal } = await use(1, ada);
    expect((refusal as EngageBudgetSpent).retryAfterMs).toBeGreaterThan(1_000);
    expect((refusal as EngageBudgetSpent).retryAfterMs).toBeLessThanOrEqual(4_000);
  });

  it('counts domains separately', async () => {
    await called(CALLS_PER_MINUTE, ada);
    expect((await use(1, ada, 'agent-facing', 'other.api.engagement.dimelo.com')).admitted).toBe(1);
  });

  it('keeps a share for every active tenant once four fifths are used', async () => {
    await called(10, bob, { secondsAgo: 9 });
    await called(380, ada, { secondsAgo: 9 });
    expect((await use(20, ada)).admitted).toBe(10); // four fifths are used, and Ada has had more than her half
    expect((await use(110, bob)).admitted).toBe(100); // Bob uses the rest
  });

  it('admits a new tenant while calls are left', async () => {
    await called(490, ada);
    expect((await use(20, bob)).admitted).toBe(10);
  });

  it('gives background calls a tenth, shared fairly', async () => {
    expect((await use(100, ada, 'background')).admitted).toBe(50);
    await db.dataSource.query('TRUNCATE engage_calls');
    await called(1, bob, { secondsAgo: 9, background: true });
    expect((await use(100, ada, 'background')).admitted).toBe(39);
    expect((await use(100, bob, 'background')).admitted).toBe(10);
  });

  it('admits no background calls in the last fifth', async () => {
    await called(400, ada);
    expect((await use(1, bob, 'background')).admitted).toBe(0);
    expect((await use(1, bob)).admitted).toBe(1);
  });

  it('admits no calls to a blocked domain until the block is over', async () => {
    await governor.block(DOMAIN, 300);
    await governor.block(DOMAIN, 100);
    const { admitted, refusal } = await use(1, ada);
    expect(admitted).toBe(0);
    expect((refusal as EngageBudgetSpent).retryAfterMs).toBeLessThanOrEqual(300);
    await expect.poll(async () => (await use(1, ada)).admitted).toBe(1);
  });

  it('continues after the clock was set back', async () => {
    await called(CALLS_PER_MINUTE, ada, { secondsAgo: -3600 });
    await governor.block(DOMAIN, 3_600_000);
    expect((await use(1, ada)).admitted).toBe(1);
  });

  it('also counts calls inside a transaction that fails', async () => {
    await expect(
      db.database.acrossTenants(async () => {
        await governor.admit(DOMAIN, ada, 'agent-facing');
        throw new Error('rolled back');
      }),
    ).rejects.toThrow('rolled back');
    expect(await db.dataSource.query('SELECT calls FROM engage_calls')).toEqual([{ calls: 1 }]);
  });
});

async function throwAwayReplica() {
  const source = await createDataSource({ url: db.url, poolSize: 5 }).initialize();
  return { governor: new PostgresRateGovernor(new Database(source)), close: () => source.destroy() };
}
