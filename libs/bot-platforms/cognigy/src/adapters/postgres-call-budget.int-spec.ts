import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createDataSource, Database } from '#database';
import { newId, type TenantId } from '#kernel';
import { throwAwayDatabase, type ThrowAwayDatabase } from '#testing';
import { CognigyBudgetSpent } from '../application/cognigy.errors.js';
import type { CallWeight } from '../ports/call-budget.js';
import { PostgresCallBudget } from './postgres-call-budget.js';

const HOST = 'endpoint-trial.cognigy.ai';
const ada = newId<TenantId>();
const bob = newId<TenantId>();

let db: ThrowAwayDatabase;
let budget: PostgresCallBudget;
beforeAll(async () => {
  db = await throwAwayDatabase();
  budget = new PostgresCallBudget(db.database);
});
beforeEach(() => db.dataSource.query('TRUNCATE cognigy_calls, cognigy_hosts'));
afterAll(() => db.drop());

async function use(
  calls: number,
  tenantId: TenantId,
  weight: CallWeight = 'status',
  replicas = [budget],
  allowed = 1_000,
) {
  const outcomes = await Promise.allSettled(
    Array.from({ length: calls }, (_, at) => replicas[at % replicas.length]!.admit(HOST, tenantId, weight, allowed)),
  );
  const refused = outcomes.find((outcome) => outcome.status === 'rejected');
  if (refused && !(refused.reason instanceof CognigyBudgetSpent)) throw refused.reason;
  return {
    admitted: outcomes.filter(({ status }) => status === 'fulfilled').length,
    refusal: refused?.reason as CognigyBudgetSpent | undefined,
  };
}

/** As if calls had been admitted some seconds ago. */
async function called(calls: number, tenantId: TenantId, secondsAgo = 0): Promise<void> {
  await db.dataSource.query(
    `INSERT INTO cognigy_calls VALUES ($1, date_bin('5 s', clock_timestamp(), 'epoch') - $2 * interval '1 s', $3, $4)`,
    [HOST, secondsAgo, tenantId, calls],
  );
}

describe('PostgresCallBudget', () => {
  it('admits 1,000 calls in five minutes across replicas, and a refusal has a time to wait and is no failure', async () => {
    const source = await createDataSource({ url: db.url, poolSize: 5 }).initialize();
    try {
      await called(950, ada, 10);
      const { admitted, refusal } = await use(80, ada, 'status', [
        budget,
        new PostgresCallBudget(new Database(source)),
      ]);
      expect(admitted).toBe(50);
      expect(refusal).toMatchObject({ kind: 'throttled', excused: true, retryAfterMs: 10_000 });
    } finally {
      await source.destroy();
    }
  });

  it('admits the number of calls that the tenant sets', async () => {
    await called(995, ada);
    const { admitted, refusal } = await use(20, ada, 'status', [budget], 1_010);
    expect(admitted).toBe(15);
    expect(refusal?.message).toContain('1010 calls');
  });

  it('admits again when calls become five minutes old, and deletes those', async () => {
    await called(600, ada, 310);
    await called(995, ada, 60);
    expect((await use(10, ada)).admitted).toBe(5);
    expect(await db.dataSource.query('SELECT sum(calls)::int AS calls FROM cognigy_calls')).toEqual([{ calls: 1_000 }]);
  });

  it('keeps the last third free of queue updates', async () => {
    await called(667, ada);
    expect((await use(1, ada, 'minor')).admitted).toBe(0);
    expect((await use(1, ada)).admitted).toBe(1);
  });

  it('keeps a share for every active tenant when four fifths are used', async () => {
    await called(10, bob, 20);
    await called(780, ada, 20);
    expect((await use(20, ada)).admitted).toBe(10);
    expect((await use(20, bob)).admitted).toBe(20);
  });
});
