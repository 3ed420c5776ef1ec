import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { control, eventually, startWorld, Story, type World } from './harness/index.js';

const LANES = 200;
/** Workers that poll, look what waits and probe; each lane that came up once in five seconds would be 120 and more. */
const MOST_TRANSACTIONS_A_SECOND = 40;
const MEASURED_MS = 6_000;

describe(`${LANES} lanes that wait`, () => {
  let world: World;
  let database: Client;
  beforeAll(async () => {
    world = await startWorld();
    database = new Client({ connectionString: world.database.url });
    await database.connect();
  });
  afterAll(async () => {
    await database.end();
    await world.stop();
  });

  const transactions = async (): Promise<number> => {
    const { rows } = await database.query<{ done: string }>(
      'SELECT xact_commit + xact_rollback AS done FROM pg_stat_database WHERE datname = current_database()',
    );
    return Number(rows[0]?.done);
  };
  const transactionsASecond = async (): Promise<number> => {
    const [before, startedAt] = [await transactions(), performance.now()];
    await pause(MEASURED_MS);
    return ((await transactions()) - before) / ((performance.now() - startedAt) / 1_000);
  };
  const waiting = async (): Promise<number> => {
    const { rows } = await database.query('SELECT 1 FROM lanes WHERE waits_for IS NOT NULL');
    return rows.length;
  };
  /** Until at least that number waits, and everything before is counted: backends report what they did some seconds later. */
  const isQuiet = async (lanes: number): Promise<void> => {
    await eventually(async () => expect(await waiting()).toBeGreaterThanOrEqual(lanes), 60_000);
    await pause(12_000);
  };
  const everyone = async (act: (story: Story) => Promise<unknown>): Promise<void> => {
    for (let from = 0; from < LANES; from += 20)
      await Promise.all(Array.from({ length: 20 }, (_, number) => act(new Story(world, `w-${from + number}`))));
  };
  const sent = (): number =>
    world.acme.engage.ledger.find({ kind: 'send', name: 'messages.create', status: 200 }).length;
  const enable = (enabled: boolean): Promise<unknown> => world.admin.call('PATCH', '/admin/tenants/acme', { enabled });

  it('cost nothing while their tenant is disabled, and go on within seconds when it is enabled', async () => {
    await control(world.acme, 'POST', '/faults', { on: 'send', status: 500, count: 0 });
    await everyone((story) => story.says('user', 'Hello.'));
    await enable(false);
    await isQuiet(LANES);
    await control(world.acme, 'DELETE', '/faults');
    expect(await transactionsASecond()).toBeLessThan(MOST_TRANSACTIONS_A_SECOND);
    expect(sent()).toBe(0);
    await enable(true);
    await eventually(() => expect(sent()).toBeGreaterThan(0), 5_000);
    await eventually(() => expect(sent()).toBe(LANES), 60_000);
  }, 180_000);

  it("cost little while their domain's rate limit is used up", async () => {
    await database.query(
      `INSERT INTO engage_domains (domain, blocked_until) VALUES ($1, clock_timestamp() + interval '60 s')
       ON CONFLICT (domain) DO UPDATE SET blocked_until = excluded.blocked_until`,
      [new URL(world.acme.engage.baseApiUrl).host],
    );
    await everyone((story) => story.handOver());
    await isQuiet(LANES - 20);
    expect(await transactionsASecond()).toBeLessThan(MOST_TRANSACTIONS_A_SECOND);
  }, 180_000);
});
