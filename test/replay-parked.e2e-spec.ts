import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually, startWorld, Story, type World } from './harness/index.js';

/**
 * How long live deliveries may wait while all parked ones are delivered, in milliseconds; a few may wait longer on a
 * busy machine.
 */
const WAIT_MS = { nearlyAll: 1_000, all: 3_000 };

describe('a retry of all parked deliveries of a tenant', () => {
  let world: World;
  let live: Story;
  let said = 0;
  beforeAll(async () => {
    world = await startWorld({ asProcesses: true });
    const template = new Story(world, 'template');
    await template.isHandedOver();
    await template.agentAnswers('mara', 'Mara here');
    world.acme.bot.failNext({ status: 400 });
    await template.agent('mara', 'reply', { body: 'parked' });
    await eventually(async () => expect(await waiting('parked')).toBe(1));
    await world.database.dataSource.query(
      "CREATE TABLE parked_template AS SELECT * FROM deliveries WHERE status = 'parked'", // delivered ones keep no payload
    );
    live = new Story(world, 'live');
    await live.isHandedOver();
    await live.agentAnswers('jonas', 'Jonas here');
  }, 120_000);
  afterAll(() => world.stop());

  async function waiting(status: string): Promise<number> {
    const [row]: { count: number }[] = await world.database.dataSource.query(
      'SELECT count(*)::int AS count FROM deliveries WHERE status = $1',
      [status],
    );
    return row?.count ?? 0;
  }

  /** Adds this number of conversations, each with `each` parked deliveries, copied from `template`. */
  async function park(conversations: number, each: number): Promise<void> {
    const { dataSource } = world.database;
    await dataSource.query(
      `WITH template AS (SELECT c FROM conversations c WHERE session_id = 'template'),
       fresh AS (
         INSERT INTO conversations
         SELECT (jsonb_populate_record(c, jsonb_build_object('id', gen_random_uuid(), 'session_id', 'clone-' || gen_random_uuid(),
           'thread_foreign_id', gen_random_uuid(), 'engage_thread_id', null, 'state', 'bot'))).* FROM template, generate_series(1, $1::int)
         RETURNING id)
       INSERT INTO lanes SELECT (jsonb_populate_record(l, jsonb_build_object('conversation_id', fresh.id, 'ready_at', null,
         'last_seq', $2::int, 'lease_owner', null, 'lease_until', null, 'waits_for', null))).*
       FROM fresh, lanes l JOIN template ON l.conversation_id = (template.c).id WHERE l.direction = 'bot'`,
      [conversations, each],
    );
    await dataSource.query(
      `INSERT INTO deliveries SELECT (jsonb_populate_record(NULL::deliveries, to_jsonb(d) || jsonb_build_object('id', gen_random_uuid(),
         'conversation_id', l.conversation_id, 'seq', n))).*
       FROM parked_template d, lanes l JOIN conversations c ON c.id = l.conversation_id, generate_series(1, $1::int) n
       WHERE c.session_id LIKE 'clone-%' AND l.direction = 'bot'
         AND NOT EXISTS (SELECT FROM deliveries other WHERE other.conversation_id = c.id)`,
      [each],
    );
  }

  /** Milliseconds from an agent's message until the bot has it. */
  async function wait(): Promise<number> {
    const body = `live ${++said}`;
    const startedAt = performance.now();
    await live.agent('jonas', 'reply', { body });
    await eventually(() => expect(live.heard()).toContain(`agent: ${body}`), 60_000);
    return performance.now() - startedAt;
  }

  it.each([
    [100, 50],
    [1_000, 1],
  ])('in %i lanes of %i lets live deliveries pass', { timeout: 300_000 }, async (conversations, each) => {
    await park(conversations, each);
    const parked = await waiting('parked');
    expect(parked).toBeGreaterThanOrEqual(conversations * each);
    let isOver = false;
    const retry = world.admin.post('/admin/deliveries/retry', { tenant: 'acme' });
    const waits: number[] = [];
    while (!isOver) {
      waits.push(await wait());
      isOver = (await waiting('pending')) + (await waiting('parked')) === 0;
    }
    expect(await retry).toMatchObject({ status: 202, body: { retried: parked } });
    waits.sort((one, other) => one - other);
    expect(waits[Math.floor(waits.length * 0.95)]).toBeLessThan(WAIT_MS.nearlyAll);
    expect(waits.at(-1)).toBeLessThan(WAIT_MS.all);
  });
});
