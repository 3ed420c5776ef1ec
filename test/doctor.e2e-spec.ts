import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { EngageState, Snapshot } from '../apps/engage-simulator/src/domain/state/engage-state.js';
import type { Simulator } from '../apps/engage-simulator/src/index.js';
import { ExamineDueTenants } from '../libs/doctor/src/schedule/examine-due-tenants.js';
import { eventually, shiftClock, startWorld, type World } from './harness/index.js';

interface Result {
  readonly id: string;
  readonly title: string;
  readonly status: string;
  readonly detail: string;
  readonly fix: string | null;
}
type Statuses = Record<string, string>;

/** Parentheses in parentheses are hard to read. */
const NESTED = /\([^()]*\(/;

const REFUSED = { error: 'forbidden', message: 'Not allowed', status: 403 };
const TOKEN = 'a-verification-token-of-our-own';
const ELSEWHERE = '65a1c0de00000000000fffff';
/**
 * Results other than `pass` of a healthy tenant: on a local simulator, for a generic bot without native sources, in a
 * domain that routes tasks.
 */
const HEALTHY = { 'public-url': 'warn', 'agent-folder': 'skipped', 'native-sources': 'skipped' };
/** Lists are read once each; users and identities by two filters. */
const READ = [
  ...['settings', 'webhooks', 'users', 'users', 'status', 'events', 'identities', 'identities'],
  ...['categories', 'categories', 'content_sources', 'users', 'users'],
];
const dependants = (...ids: string[]): Statuses => Object.fromEntries(ids.map((id) => [id, 'skipped']));

const OF_REST = [
  'right-webhooks right-users right-tasks right-journal bot-category agent-category category-parents bot-category-free agent-folder',
  'source-exists source-active source-type source-default-category source-channel-group',
  'webhook-exists webhook-active webhook-events webhook-verify-token',
  'bot-identity agent-identity agents-exist agents-may-reply agents-online native-sources engage-clock',
].flatMap((line) => line.split(' '));
const OF_SOURCE = [
  'source-active source-type source-default-category source-channel-group bot-identity agent-identity agents-may-reply agents-online',
].flatMap((line) => line.split(' '));

describe('the connection checks', () => {
  let world: World;
  let engage: Simulator;
  let state: EngageState;
  let seed: Simulator['seed'];
  let healthy: Snapshot;
  let settings: Record<string, unknown>;

  beforeAll(async () => {
    world = await startWorld({ switches: { rateLimitPerMinute: 10_000 } });
    ({ engage } = world.acme);
    ({ state, seed } = engage);
    await patch({ engage: { verifyToken: TOKEN } });
    state.webhooks.all()[0]!.verify_token = TOKEN;
    await createIdentity('bot');
    await createIdentity('agent');
    healthy = structuredClone(state.snapshot());
    settings = {
      engage: { ...tenantSettings(), verifyToken: TOKEN },
      bot: { callbackUrl: world.acme.bot.callbackUrl },
    };
  });
  beforeEach(async () => {
    state.restore(structuredClone(healthy));
    engage.faults.clear();
    await world.database.dataSource.query('TRUNCATE engage_calls');
    engage.clock.differ(0);
    await patch({ enabled: true, handover: { enabled: true }, ...settings });
  });
  afterAll(() => world.stop());

  const tenantSettings = () => ({
    baseApiUrl: engage.baseApiUrl,
    apiAccessToken: seed.restAccessToken,
    realtimeAccessToken: seed.sourceAccessToken,
    webhookSecret: world.acme.webhookSecret,
    sourceId: seed.sourceId,
    realtimeEndpointUrl: engage.realtimeEndpointUrl,
    botCategoryId: seed.botCategoryId,
    agentCategoryId: seed.agentCategoryId,
    nativeSourceIds: [],
  });

  async function patch(changes: object): Promise<void> {
    const { status, body } = await world.admin.call('PATCH', '/admin/tenants/acme', changes);
    expect(status, JSON.stringify(body)).toBe(200);
  }

  async function createIdentity(id: string): Promise<void> {
    const at = '2026-01-10T08:00:00Z';
    const params = { id, screenname: id, puppetizable: true, created_at: at, updated_at: at };
    const body = JSON.stringify({ action: 'users.create', params });
    const signature = createHmac('sha512', seed.sourceAccessToken).update(body).digest('hex');
    await fetch(engage.realtimeEndpointUrl, { method: 'POST', headers: { 'x-smccsdk-signature': signature }, body });
    await eventually(() => expect(state.identities.find(({ foreign_id }) => foreign_id === id)).toBeDefined());
  }

  async function results(): Promise<Result[]> {
    const { status, body } = await world.admin.post<Result[]>('/admin/tenants/acme/checks');
    expect(status).toBe(200);
    return body;
  }

  /** Results other than `pass`. */
  async function statuses(): Promise<Statuses> {
    const found = await results();
    expect(found.filter(({ detail, fix }) => NESTED.test(`${detail} ${fix}`))).toEqual([]);
    expect(found.filter(({ fix }) => fix?.includes('{slug}'))).toEqual([]);
    return Object.fromEntries(found.filter(({ status }) => status !== 'pass').map(({ id, status }) => [id, status]));
  }

  it('are green for a healthy tenant, within ten seconds and 25 REST calls', async () => {
    engage.ledger.clear();
    const startedAt = performance.now();
    const found = await results();
    expect(performance.now() - startedAt).toBeLessThan(10_000);
    const notPassed = found.filter(({ status }) => status !== 'pass').map(({ id, status }) => [id, status]);
    expect(Object.fromEntries(notPassed)).toEqual(HEALTHY);
    expect(found.length).toBeGreaterThanOrEqual(25);
    expect(
      found.filter(
        ({ detail, fix, status }) => detail === '' || (status === 'pass') !== (fix === null && status !== 'skipped'),
      ),
    ).toEqual([]);
    const calls = engage.ledger.find({ kind: 'rest' }).map(({ name }) => name.split('/')[2]);
    expect(calls.length).toBeLessThanOrEqual(25);
    expect(calls.toSorted()).toEqual(READ.toSorted());
  });

  it('change nothing in Engage and send nothing to the bot', async () => {
    const before = structuredClone(state.snapshot());
    const events = world.acme.bot.events.length;
    await results();
    expect(state.snapshot().collections).toEqual(before.collections);
    expect(world.acme.bot.events.slice(events).map(({ type }) => type)).toEqual(['ping']);
  });

  const user = (id: string) => state.users.require(id);
  const source = () => state.sources.require(seed.sourceId);
  const webhook = () => state.webhooks.all()[0]!;
  const identity = (id: string) => state.identities.find(({ foreign_id }) => foreign_id === id)!;

  it.each<[string, () => unknown, Statuses]>([
    [
      'a domain that is away',
      () => engage.faults.add({ on: 'rest', network: 'reset', count: 0 }),
      {
        'engage-reachable': 'fail',
        ...dependants('engage-host', 'engage-token', ...OF_REST),
      },
    ],
    [
      'another host',
      () => engage.faults.add({ on: 'rest', status: 200, body: '<html>', count: 0 }),
      { 'engage-host': 'fail', ...dependants('engage-token', ...OF_REST) },
    ],
    [
      'a token that Engage does not know',
      () => patch({ engage: { apiAccessToken: 'another-access-token' } }),
      { 'engage-token': 'fail', ...dependants(...OF_REST) },
    ],
    [
      'REST calls that are nearly used up',
      () =>
        world.database.dataSource.query(
          `INSERT INTO engage_calls VALUES ($1, date_trunc('second', clock_timestamp()), $2, false, 410)`,
          [new URL(engage.baseApiUrl).host, '00000000-0000-4000-8000-000000000000'],
        ),
      { 'rate-budget': 'warn' },
    ],
    ['a clock that is ahead', () => engage.clock.differ(20_000), { 'engage-clock': 'warn' }],
    ['a clock that is far behind', () => engage.clock.differ(-200_000), { 'engage-clock': 'fail' }],
    [
      'webhooks that may not be read',
      () => engage.faults.add({ on: 'rest', match: 'GET /1.0/webhooks', status: 403, body: REFUSED, count: 0 }),
      {
        'right-webhooks': 'warn',
        ...dependants('webhook-exists', 'webhook-active', 'webhook-events', 'webhook-verify-token'),
      },
    ],
    [
      'users that may not be read',
      () => engage.faults.add({ on: 'rest', match: 'GET /1.0/users', status: 403, body: REFUSED, count: 0 }),
      { 'right-users': 'warn', ...dependants('agents-exist', 'agents-may-reply', 'bot-category-free') },
    ],
    [
      'tasks that may not be monitored',
      () => (state.roles.require(seed.ownerRoleId)['monitor_tasks'] = false),
      { 'right-tasks': 'warn', ...dependants('agents-online') },
    ],
    [
      'a journal that may not be searched',
      () => engage.faults.add({ on: 'rest', match: 'GET /1.0/events', status: 403, body: REFUSED, count: 0 }),
      { 'right-journal': 'warn' },
    ],
    [
      'a missing category Bot',
      () => patch({ engage: { botCategoryId: ELSEWHERE } }),
      {
        'bot-category': 'fail',
        'source-default-category': 'fail',
        ...dependants('category-parents', 'bot-category-free'),
      },
    ],
    [
      'a missing category Agent',
      () => state.categories.remove(seed.agentCategoryId),
      {
        'agent-category': 'fail',
        ...dependants('category-parents', 'agents-exist', 'agents-may-reply', 'agents-online'),
      },
    ],
    [
      'a category elsewhere',
      () => (state.categories.require(seed.agentCategoryId).parent_id = null),
      { 'category-parents': 'warn' },
    ],
    [
      'an agent with the category Bot',
      () => user(seed.maraId).category_ids.push(seed.botCategoryId),
      { 'bot-category-free': 'warn' },
    ],
    ['no folder where agents work from folders', () => noFolder(), { 'agent-folder': 'fail' }],
    [
      'a source that does not exist',
      () => state.sources.remove(seed.sourceId),
      { 'source-exists': 'fail', ...dependants(...OF_SOURCE, 'realtime-source', 'realtime-token', 'realtime-action') },
    ],
    [
      'a source that is switched off',
      () => (source().active = false),
      { 'source-active': 'fail', ...dependants('realtime-source', 'realtime-token', 'realtime-action') },
    ],
    ['a source with an error', () => (source().status = 'error'), { 'source-active': 'fail' }],
    ['a source of another type', () => Object.assign(source(), { type: 'email' }), { 'source-type': 'fail' }],
    [
      'a source with the category Agent',
      () => (source().default_category_ids = [seed.agentCategoryId]),
      { 'source-default-category': 'fail' },
    ],
    [
      'a source without a channel group',
      () => (source().channel_id = ''),
      { 'source-channel-group': 'fail', 'agents-online': 'warn' },
    ],
    [
      'an endpoint of no source',
      () => engage.faults.add({ on: 'send', status: 404, body: 'Not found', count: 0 }),
      { 'realtime-source': 'fail', ...dependants('realtime-token', 'realtime-action') },
    ],
    [
      'another realtime token',
      () => patch({ engage: { realtimeAccessToken: 'another-realtime-token' } }),
      { 'realtime-token': 'fail', ...dependants('realtime-action') },
    ],
    [
      'a source that has not read what we implement',
      () => (state.sdk[seed.sourceId]!.capabilities = { objects: {}, options: [] }),
      { 'realtime-action': 'warn' },
    ],
    [
      'no webhook',
      () => state.webhooks.remove(webhook().id),
      { 'webhook-exists': 'fail', ...dependants('webhook-active', 'webhook-events', 'webhook-verify-token') },
    ],
    [
      'a webhook to another address',
      () => (webhook().url = 'https://old.example/handover/rce/acme'),
      { 'webhook-exists': 'fail', ...dependants('webhook-active', 'webhook-events', 'webhook-verify-token') },
    ],
    ['a suspended webhook', () => (webhook().webhook_status = 'suspended'), { 'webhook-active': 'fail' }],
    ['a webhook that is switched off', () => (webhook().active = false), { 'webhook-active': 'fail' }],
    [
      'a webhook without an event',
      () => (webhook().registered_events = ['intervention.closed']),
      { 'webhook-events': 'fail' },
    ],
    [
      'a webhook with another verification token',
      () => (webhook().verify_token = 'another'),
      { 'webhook-verify-token': 'fail' },
    ],
    ['no identity of the bot', () => state.identities.remove(identity('bot').id), { 'bot-identity': 'warn' }],
    [
      'an identity of the bot that is not controlled',
      () => (identity('bot').user_ids = []),
      { 'bot-identity': 'warn' },
    ],
    ['no identity of agents', () => state.identities.remove(identity('agent').id), { 'agent-identity': 'fail' }],
    ['an identity that no agent has', () => (identity('agent').user_ids = []), { 'agent-identity': 'fail' }],
    [
      'no agent with the category',
      () => [seed.maraId, seed.jonasId].forEach((id) => (user(id).category_ids = [])),
      { 'agents-exist': 'fail', ...dependants('agents-may-reply'), 'agents-online': 'warn' },
    ],
    [
      'an agent who may not reply',
      () => (user(seed.maraId).sources_permissions[seed.sourceId] = ['read']),
      { 'agents-may-reply': 'warn' },
    ],
    [
      'agents who are away',
      () => [seed.maraId, seed.jonasId].forEach((id) => (user(id).availability = { [seed.channelId]: 'away' })),
      { 'agents-online': 'warn' },
    ],
    [
      'a native source that may not be read',
      () => patch({ engage: { nativeSourceIds: [ELSEWHERE] } }),
      { 'native-sources': 'fail' },
    ],
    [
      'a native source that can be used',
      () => patch({ engage: { nativeSourceIds: [seed.nativeSourceId] } }),
      { 'native-sources': 'pass' },
    ],
    [
      'the verification token of the documentation',
      async () => {
        await patch({ engage: { verifyToken: 'cognigy123' } });
        webhook().verify_token = 'cognigy123';
      },
      { 'verify-token': 'warn' },
    ],
    [
      'a secret that is short',
      () => patch({ engage: { webhookSecret: 'short-secret' } }),
      { 'secrets-strength': 'warn' },
    ],
    [
      'addresses of two domains',
      () => patch({ engage: { baseApiUrl: engage.baseApiUrl.replace('127.0.0.1', 'localhost') } }),
      { 'engage-address': 'fail', ...dependants('realtime-source', 'realtime-token', 'realtime-action') },
    ],
    [
      'a disabled tenant',
      () => patch({ enabled: false }),
      { 'tenant-enabled': 'fail', 'webhook-verification': 'fail' },
    ],
    [
      'a bot that is not there',
      () => patch({ bot: { callbackUrl: `${engage.url}/nowhere` } }),
      { 'bot-callback': 'fail', ...dependants('bot-signature', 'bot-forgery') },
    ],
  ])('find %s', async (_, breakIt, expected) => {
    await breakIt();
    const all: Statuses = { ...HEALTHY, ...expected };
    const bad = Object.fromEntries(Object.entries(all).filter(([, status]) => status !== 'pass'));
    expect(await statuses()).toEqual(bad);
  });

  describe('find errors that cannot be caused in Engage', () => {
    const query = (sql: string): Promise<unknown> => world.database.dataSource.query(sql);
    const found = async (expected: Statuses): Promise<void> =>
      expect(await statuses()).toEqual({ ...HEALTHY, ...expected });

    it('a machine whose clock differs from that of the database, but not from that of Engage', async () => {
      const [connector] = world.connectors;
      engage.clock.differ(20_000);
      shiftClock(connector!, 20_000);
      await found({ 'database-clock': 'warn' });
      shiftClock(connector!, -20_000);
      engage.clock.differ(0);
      await found({});
    });

    it('an Engage that never asked what this service implements', async () => {
      const hide = (from: string, to: string): Promise<unknown> =>
        query(`UPDATE tenant_traffic SET subject = '${to}' WHERE subject = '${from}'`);
      await hide('capabilities', 'hidden');
      await found({ 'capabilities-read': 'fail' });
      await query(`DELETE FROM tenant_traffic WHERE subject = 'capabilities'`);
      await hide('hidden', 'capabilities');
      await found({});
    });

    it('a source on which Engage refuses messages', async () => {
      await query(
        `INSERT INTO source_faults SELECT tenant_id, '${seed.sourceId}', 'Engage refused it.', now() FROM tenants WHERE slug = 'acme'`,
      );
      await found({ 'source-faults': 'fail' });
      await query('DELETE FROM source_faults');
      await found({});
    });
  });

  describe('keep the health of the tenant', () => {
    interface Health {
      readonly status: string;
      readonly problems: { id: string; status: string; changedSince: string }[];
    }
    const health = async (): Promise<Health> =>
      (await world.admin.get<{ health: Health }>('/admin/tenants/acme')).body.health;
    const problems = async (): Promise<string[]> =>
      (await health()).problems.filter(({ status }) => status === 'fail').map(({ id }) => id);
    const appears = (id: string) => eventually(async () => expect(await problems()).toContain(id));
    const disappears = (id: string) => eventually(async () => expect(await problems()).not.toContain(id));

    async function engageCalls(
      body: object,
      secrets: { signedWith?: string; webhookSecret?: string },
    ): Promise<number> {
      const text = JSON.stringify(body);
      const { signedWith, webhookSecret } = secrets;
      const headers: Record<string, string> = {
        'content-type': 'application/json',
        ...(signedWith && { 'x-smccsdk-signature': createHmac('sha512', signedWith).update(text).digest('hex') }),
        ...(webhookSecret && { 'x-dimelo-secret': webhookSecret }),
      };
      return (await fetch(world.acme.engageUrl, { method: 'POST', headers, body: text })).status;
    }

    it('in its answers, lists, results and metrics', async () => {
      state.webhooks.remove(webhook().id);
      await results();
      const { status, problems: found } = await health();
      expect(status).toBe('fail');
      expect(found.map(({ id, status: its }) => [id, its])).toEqual([
        ['public-url', 'warn'],
        ['webhook-exists', 'fail'],
      ]);
      const { body: list } = await world.admin.get<{ items: { health: Health }[] }>('/admin/tenants');
      expect(list.items[0]?.health.problems).toEqual(found);
      const { body: last } = await world.admin.get<Result[]>('/admin/tenants/acme/checks');
      expect(last).toContainEqual(expect.objectContaining({ id: 'source-exists', status: 'pass' }));
      const metrics = await (await fetch(`${world.connectors[0]!.url}/metrics`)).text();
      expect(metrics).toContain('tenant_check_problems{check="webhook-exists",status="fail"} 1');
      state.restore(structuredClone(healthy));
      await results();
      expect(await health()).toMatchObject({ status: 'warn', problems: [{ id: 'public-url' }] });
    });

    it('by hourly examinations, with few REST calls', async () => {
      await results();
      webhook().active = false;
      await world.database.dataSource.query(`UPDATE tenant_examinations SET examined_at = now() - interval '2 h'`);
      engage.ledger.clear();
      await world.connectors[0]!.app!.get(ExamineDueTenants, { strict: false }).run(new AbortController().signal);
      expect(await problems()).toEqual(['webhook-active']);
      const calls = engage.ledger.find({ kind: 'rest' }).map(({ name }) => name.split('/')[2]);
      expect(calls.toSorted()).toEqual(['content_sources', 'events', 'settings', 'status', 'webhooks']);
    });

    it('by all checks at the first examination', async () => {
      await results();
      await world.database.dataSource.query('DELETE FROM tenant_checks');
      await world.database.dataSource.query(
        `UPDATE tenant_examinations SET completed_at = NULL, examined_at = now() - interval '2 h'`,
      );
      await world.connectors[0]!.app!.get(ExamineDueTenants, { strict: false }).run(new AbortController().signal);
      const { body: last } = await world.admin.get<Result[]>('/admin/tenants/acme/checks');
      expect(last.map(({ id }) => id)).toContain('agents-may-reply');
      expect(await health()).toMatchObject({ isComplete: true });
    });

    it('by traffic: a wrong secret of the webhook', async () => {
      await world.database.dataSource.query('DELETE FROM tenant_traffic');
      expect(await engageCalls({ events: [] }, { webhookSecret: 'another-secret' })).toBe(403);
      await appears('webhook-secret');
      expect(await engageCalls({ events: [] }, { webhookSecret: world.acme.webhookSecret })).toBe(200);
      await disappears('webhook-secret');
    });

    it('by traffic: a signature that is not made with our token', async () => {
      await world.database.dataSource.query('DELETE FROM tenant_traffic');
      const call = { action: 'implementation.info' };
      expect(await engageCalls(call, { signedWith: 'another-token' })).toBe(422);
      await appears('sdk-signature');
      expect(await engageCalls(call, { signedWith: seed.sourceAccessToken })).toBe(200);
      await disappears('sdk-signature');
    });

    it('by traffic: a call with a wrong time, even if it is accepted', async () => {
      const call = { action: 'implementation.info', time: '2020-01-01T00:00:00Z' };
      expect(await engageCalls(call, { signedWith: seed.sourceAccessToken })).toBe(200);
      const found = async () => (await health()).problems.map(({ id, status }) => [id, status]);
      await eventually(async () => expect(await found()).toContainEqual(['call-times', 'warn']));
      await world.database.dataSource.query(`DELETE FROM tenant_traffic WHERE subject = 'call-times'`);
      await world.database.dataSource.query(`DELETE FROM tenant_checks WHERE check_id = 'call-times'`);
    });

    it('by traffic: tokens that Engage refuses', async () => {
      await results();
      await patch({
        engage: { apiAccessToken: 'another-access-token', realtimeAccessToken: 'another-realtime-token' },
      });
      const message = { sessionId: 's-1', userId: 'u-1', messageId: 'm-1', author: 'user', text: 'Hello' };
      expect((await world.acme.v1.post('/v1/messages', message)).status).toBe(202);
      await appears('realtime-token');
      await patch(settings);
    });
  });

  function noFolder(): void {
    state.switches.taskMode = false;
    state.folders.remove(seed.agentFolderId);
  }
});
