import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { throwAwayDatabase, type ThrowAwayDatabase } from '#testing';
import { control, DatabaseProxy, eventually, startWorld, Story, type World } from './harness/index.js';

const LANES = 200;
/** For workers that poll and probe; if each lane were claimed once in five seconds, it would be 120 and more. */
const MOST_TRANSACTIONS_A_SECOND = 40;
const MEASURED_MS = 5_000;

describe(`${LANES} lanes that wait`, () => {
  let world: World;
  let database: ThrowAwayDatabase;
  let proxy: DatabaseProxy;
  beforeAll(async () => {
    database = await throwAwayDatabase();
    proxy = await DatabaseProxy.start(database.url);
    world = await startWorld({ environment: { DATABASE_URL: proxy.url } });
  });
  afterAll(async () => {
    await world.stop();
    await proxy.stop();
    await database.drop();
  });

  const transactionsASecond = async (milliseconds: number): Promise<number> => {
    const [before, startedAt] = [proxy.transactions, performance.now()];
    await pause(milliseconds);
    return (proxy.transactions - before) / ((performance.now() - startedAt) / 1_000);
  };
  const waiting = async (): Promise<number> => {
    const lanes = await database.dataSource.query<unknown[]>('SELECT 1 FROM lanes WHERE waits_for IS NOT NULL');
    return lanes.length;
  };
  /** Resolves once at least this number of lanes waits, and earlier work has ended. */
  const isQuiet = async (lanes: number): Promise<void> => {
    await eventually(async () => expect(await waiting()).toBeGreaterThanOrEqual(lanes), 60_000);
    await eventually(async () => expect(await transactionsASecond(500)).toBeLessThan(MOST_TRANSACTIONS_A_SECOND));
  };
  /** @param name each test has conversations of its own */
  const crowd = (name: string): Story[] =>
    Array.from({ length: LANES }, (_, number) => new Story(world, `${name} ${number}`));
  const each = async (stories: readonly Story[], act: (story: Story) => Promise<unknown>): Promise<void> => {
    for (let from = 0; from < LANES; from += 20) await Promise.all(stories.slice(from, from + 20).map(act));
  };
  let repeats: NodeJS.Timeout | undefined;
  afterEach(() => clearInterval(repeats));
  /** For a minute, the longest that counts. */
  const usedUp = (): Promise<unknown> =>
    database.dataSource.query(
      `INSERT INTO engage_domains (domain, blocked_until) VALUES ($1, clock_timestamp() + interval '60 s')
       ON CONFLICT (domain) DO UPDATE SET blocked_until = excluded.blocked_until`,
      [new URL(world.acme.engage.baseApiUrl).host],
    );
  const sent = (): number =>
    world.acme.engage.ledger.find({ kind: 'send', name: 'messages.create', status: 200 }).length;
  const enable = (enabled: boolean): Promise<unknown> => world.admin.call('PATCH', '/admin/tenants/acme', { enabled });

  it('cost nothing while their tenant is disabled, and continue within seconds when it is enabled', async () => {
    await control(world.acme, 'POST', '/faults', { on: 'send', status: 500, count: 0 });
    await each(crowd('disabled'), (story) => story.says('user', 'Hello.'));
    await enable(false);
    await isQuiet(LANES);
    await control(world.acme, 'DELETE', '/faults');
    expect(proxy.transactions).toBeGreaterThan(LANES); // the counter works
    expect(await transactionsASecond(MEASURED_MS)).toBeLessThan(MOST_TRANSACTIONS_A_SECOND);
    expect(sent()).toBe(0);
    await enable(true);
    await eventually(() => expect(sent()).toBeGreaterThan(0), 5_000);
    await eventually(() => expect(sent()).toBe(LANES), 60_000);
  }, 180_000);

  it("cost little while their domain's rate limit is used up", async () => {
    const [stories, sentBefore] = [crowd('limited'), sent()];
    await each(stories, (story) => story.says('user', 'Hello.'));
    await eventually(() => expect(sent()).toBe(sentBefore + LANES));
    await usedUp();
    repeats = setInterval(() => void usedUp(), 10_000);
    await each(stories, (story) => story.handOver());
    await isQuiet(LANES - 20);
    expect(await transactionsASecond(MEASURED_MS)).toBeLessThan(MOST_TRANSACTIONS_A_SECOND);
  }, 180_000);
});
