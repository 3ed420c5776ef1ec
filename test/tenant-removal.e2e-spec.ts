import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually, startWorld, Story, type World, type WorldTenant } from './harness/index.js';

const SLUGS = ['globex', 'initech', 'umbrella'];
/** Simultaneous callers of each kind. */
const CALLERS = 6;
/** A busy machine asks for a repeat of calls; callers repeat them, and only the last answer counts. */
const REPEATED = ['engage.not-stored', 'database.busy'];
/** Answered calls before the deletion. */
const ANSWERED = 120;
/** Statuses that callers may get: accepted, or the tenant and its keys no longer exist. */
const GOOD = [200, 201, 202];
const GONE = [401, 404];
/**
 * Entries of the audit log are kept after the deletion; calls of the last minute count for the Engage domain, and are
 * deleted later.
 */
const KEPT = ['audit_log', 'engage_calls'];

describe('a tenant that is deleted by force while calls for it come in', () => {
  let world: World;
  beforeAll(async () => {
    // deliveries in progress fail, which is expected
    world = await startWorld({ tenants: 1 + SLUGS.length, replicas: 2, environment: { LOG_LEVEL: 'fatal' } });
  });
  afterAll(() => world.stop());

  /** Calls of bots, and events of Engage for unknown threads, to both connectors until it is stopped. */
  function calling({ slug, v1, webhookSecret }: WorldTenant) {
    const statuses: number[] = [];
    const unusual: string[] = [];
    let isOver = false;
    let made = 0;
    const post = async (path: string, headers: Record<string, string>, body: object): Promise<void> => {
      const url = world.connectors[made % 2]?.url ?? '';
      const response = await fetch(`${url}${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify(body),
      });
      const text = await response.text();
      if (response.status === 503 && REPEATED.includes((JSON.parse(text) as { code: string }).code)) {
        expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0);
        return post(path, headers, body);
      }
      statuses.push(response.status);
      if (![...GOOD, ...GONE].includes(response.status)) unusual.push(`${path}: ${response.status} ${text}`);
    };
    const bot = { authorization: `Bearer ${v1.key}` };
    const says = (): Promise<void> => {
      const [sessionId, messageId] = [`session-${made % CALLERS}`, `m-${made}`];
      return post('/v1/messages', bot, { sessionId, userId: sessionId, messageId, author: 'user', text: 'Hello' });
    };
    const handsOver = (): Promise<void> => post('/v1/handovers', bot, { sessionId: `session-${made}`, userId: 'u' });
    const event = (): Promise<void> => {
      const metadata = { thread_id: `thread-${made % 3}`, intervention_id: 'i' };
      const resource = { type: 'intervention', id: 'i', metadata };
      const opened = { id: `e-${made}`, type: 'intervention.opened', issued_at: new Date().toISOString(), resource };
      return post(`/handover/rce/${slug}`, { 'x-dimelo-secret': webhookSecret }, { id: `d-${made}`, events: [opened] });
    };
    const keepsOn = async (call: () => Promise<void>): Promise<void> => {
      for (; !isOver; made++) await call();
    };
    const callers = [says, handsOver, event].flatMap((call) => Array.from({ length: CALLERS }, () => keepsOn(call)));
    const stop = async (): Promise<void> => {
      isOver = true;
      await Promise.all(callers);
    };
    return { statuses, unusual, stop };
  }

  /** Number of rows of the tenant in each table; tables without any are omitted. */
  async function rowsOf(tenantId: string): Promise<Record<string, number>> {
    const { dataSource } = world.database;
    const tables: { name: string }[] = await dataSource.query(
      `SELECT c.table_name AS name FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name)
       WHERE c.column_name = 'tenant_id' AND t.table_type = 'BASE TABLE'`,
    );
    const counts: Record<string, number> = {};
    for (const { name } of tables) {
      const sql = `SELECT count(*)::int AS count FROM ${name} WHERE tenant_id = $1`;
      const [row]: { count: number }[] = await dataSource.query(sql, [tenantId]);
      if (row && row.count > 0) counts[name] = row.count;
    }
    return counts;
  }

  it.each(SLUGS)('is deleted at once with all its rows: %s', { timeout: 240_000 }, async (slug) => {
    const tenant = world.tenants.find((one) => one.slug === slug);
    if (!tenant) throw new Error(`There is no tenant ${slug}.`);
    const story = new Story(world, 'with an agent', tenant);
    await story.says('user', 'Hello');
    await story.isHandedOver();
    const [found]: { id: string }[] = await world.database.dataSource.query(
      'SELECT tenant_id AS id FROM tenants WHERE slug = $1',
      [slug],
    );
    const tenantId = found?.id ?? '';
    const { statuses, unusual, stop } = calling(tenant);
    const remove = async () => {
      await eventually(() => expect(statuses.length).toBeGreaterThan(ANSWERED), 150_000);
      expect(Object.keys(await rowsOf(tenantId)).length).toBeGreaterThan(8);
      const startedAt = performance.now();
      const { status, body } = await world.admin.call('DELETE', `/admin/tenants/${slug}?force=true`);
      return { status, body, took: performance.now() - startedAt };
    };
    const removed = await remove().finally(stop);
    expect(removed, JSON.stringify(removed.body)).toMatchObject({ status: 204 });
    expect(unusual).toEqual([]);
    expect(removed.took).toBeLessThan(5_000);
    expect(statuses.filter((status) => GOOD.includes(status)).length).toBeGreaterThan(ANSWERED / 2);
    expect(Object.keys(await rowsOf(tenantId)).filter((name) => !KEPT.includes(name))).toEqual([]);
  });

  it('leaves the others working', async () => {
    const story = new Story(world, 'afterwards');
    await story.says('user', 'Hello');
    await story.isHandedOver();
    await story.agentAnswers('mara', 'Mara here');
    await eventually(() => expect(story.heard()).toContain('agent: Mara here'));
  });
});
