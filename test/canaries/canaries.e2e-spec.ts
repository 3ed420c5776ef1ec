import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StubServer } from '#testing';
import { URL_TOKEN, signedHeaders } from '../../libs/bot-platforms/cognigy/src/testing/cognigy-tenant.js';
import { ApiClient, control, eventually, startWorld, Story, type World, type WorldTenant } from '../harness/index.js';
import { echoingServer, traceCollector } from './echoing-server.js';

/** What customers, agents, flows and profiles say; each is nowhere else. */
const TEXTS = {
  customer: 'canary-text-of-customer-7f31',
  bot: 'canary-text-of-bot-2a90',
  agent: 'canary-text-of-agent-c4d8',
  profile: 'canary-profile-value-51be',
  reason: 'canary-reason-e027',
  summary: 'canary-summary-93aa',
  context: 'canary-context-68f4',
};
const SECRETS = {
  transformerSecret: 'canary-transformer-secret-0a1b2c3d4e5f',
  outputsPassword: 'canary-outputs-password-1b2c3d4e',
  nativeApiKey: 'canary-native-api-key-2c3d4e5f60',
  accessToken: 'canary-id:canary-access-token-3d4e5f6071',
  verifyToken: 'canary-verify-token-4e5f607182',
  wrongKey: 'canary-wrong-key-5f60718293a4',
};
/** Of `startWorld`, which names it `test`. */
const SECRETS_KEY = createHash('sha256').update('world').digest('base64');

describe('canaries in every secret and text', () => {
  let world: World;
  let traces: StubServer;
  let platforms: StubServer;
  let generic: WorldTenant;
  let cognigy: WorldTenant;
  let chatlayer: WorldTenant;
  let webhookKey: string;
  /** Every answer that was an error. */
  const errors: string[] = [];

  beforeAll(async () => {
    [traces, platforms] = await Promise.all([traceCollector(), echoingServer()]);
    const environment = { LOG_LEVEL: 'debug', OTEL_EXPORTER_OTLP_ENDPOINT: traces.url };
    world = await startWorld({ tenants: 3, asProcesses: true, environment });
    [generic, cognigy, chatlayer] = world.tenants as [WorldTenant, WorldTenant, WorldTenant];
    const { transformerSecret, outputsPassword, nativeApiKey, accessToken, verifyToken } = SECRETS;
    const forwardAll = { handover: { forwardOnlyHandover: false } };
    await configured(cognigy, {
      bot: {
        platform: 'cognigy',
        endpointBaseUrl: platforms.url,
        urlTokens: [URL_TOKEN],
        transformerSecret,
        outputsPassword,
        nativeApiKey,
      },
      ...forwardAll,
    });
    const bot = { platform: 'chatlayer', accessToken, verifyToken, apiBaseUrl: platforms.url };
    await configured(chatlayer, { bot, ...forwardAll });
    const rotated = await world.admin.post<{ value: string }>(
      `/admin/tenants/${chatlayer.slug}/secrets/webhookKey/rotate`,
    );
    webhookKey = rotated.body.value;
    expect(rotated, JSON.stringify(rotated.body)).toMatchObject({ status: 200, body: { value: expect.any(String) } });
  });
  afterAll(async () => {
    await world.stop();
    await Promise.all([traces.stop(), platforms.stop()]);
  });

  async function configured({ slug }: WorldTenant, settings: object): Promise<void> {
    const answer = await world.admin.call('PATCH', `/admin/tenants/${slug}`, settings);
    expect(answer, JSON.stringify(answer.body)).toMatchObject({ status: 200 });
  }

  /** Posts to the connector, and remembers the answer if it is an error. @returns its status */
  async function post(path: string, body: object | string, headers: Record<string, string> = {}): Promise<number> {
    const response = await fetch(`${new URL(generic.engageUrl).origin}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
    const text = await response.text();
    if (response.status >= 400) errors.push(text);
    return response.status;
  }
  const keyOf = ({ v1 }: WorldTenant): Record<string, string> => ({ authorization: `Bearer ${v1.key}` });

  /** Ways to send a body wrongly, with texts as values where they do not belong: errors name members, never values. */
  async function isSentWrongly(path: string, body: object, headers: Record<string, string> = {}): Promise<void> {
    const { customer } = TEXTS;
    const wrong = [
      `{"text": "${customer}`,
      JSON.stringify([customer]),
      JSON.stringify({ ...body, unknown: customer }),
      ...Object.keys(body).map((name) => JSON.stringify({ ...body, [name]: [{ text: customer }] })),
      ...Object.keys(body).map((name) => JSON.stringify({ ...body, [name]: customer.repeat(30) })),
    ];
    for (const one of wrong) expect(await post(path, one, headers)).toBeLessThan(500);
    const stranger = { authorization: `Bearer ${SECRETS.wrongKey}`, 'x-api-key': SECRETS.wrongKey };
    expect(await post(path, body, { ...headers, ...stranger })).toBeLessThan(500);
  }

  const handover = {
    profile: { firstname: TEXTS.profile, nested: { [TEXTS.profile]: TEXTS.profile } },
    transcript: [{ author: 'user', text: TEXTS.customer }],
    reason: TEXTS.reason,
    summary: TEXTS.summary,
    context: { page: TEXTS.context },
  };

  it('come through a handover on the generic platform, with failures on both sides', async () => {
    const story = new Story(world, 'generic-session', generic);
    const { sessionId, userId } = story;
    await control(generic, 'POST', '/faults', { on: 'send', status: 500, body: { message: TEXTS.customer } });
    const quoting = { error: 'invalid', message: `"${TEXTS.reason}" is not allowed`, status: 422 };
    const match = 'POST /1.0/intervention_comments';
    await control(generic, 'POST', '/faults', { on: 'rest', match, status: 422, body: quoting });
    await story.says('user', TEXTS.customer);
    await story.says('bot', TEXTS.bot);
    await story.isHandedOver(handover);
    await story.agentAnswers('mara', 'Mara here');
    await eventually(() => expect(story.heard()).toContain('agent: Mara here'));
    generic.bot.failNext({ status: 500, body: TEXTS.agent }, 'reset', { status: 400, body: TEXTS.agent });
    await story.agent('mara', 'reply', { body: TEXTS.agent });
    const refused = { error: 'invalid', message: `"${TEXTS.customer}" is not allowed`, status: 422 };
    await control(generic, 'POST', '/faults', { on: 'send', status: 422, body: refused });
    await story.says('user', TEXTS.customer);
    await parked(generic, 2);
    const message = { sessionId, userId, messageId: 'wrong', author: 'user', text: TEXTS.customer };
    await isSentWrongly('/v1/messages', message, keyOf(generic));
    await isSentWrongly('/v1/handovers', { sessionId, userId, ...handover }, keyOf(generic));
    expect(await post('/v1/messages', { ...message, messageId: 'm-1', text: TEXTS.reason }, keyOf(generic))).toBe(422); // another body
  });

  it('come through a start that Engage refuses', async () => {
    const refused = { error: 'invalid', message: 'Not allowed', status: 422 }; // to calls that hold no text
    const story = new Story(world, 'refused-session', generic);
    await story.says('user', TEXTS.customer);
    await control(generic, 'POST', '/faults', { on: 'rest', status: 422, body: refused, count: 0 });
    await story.handOver(handover);
    await eventually(() => expect(story.heard().join()).toContain('error'));
    await control(generic, 'DELETE', '/faults');
  });

  it('come through Cognigy’s calls, and refusals of its endpoint', async () => {
    const ids = { urlToken: URL_TOKEN, sessionId: 'cognigy-session', userId: 'cognigy-user' };
    const message = { ...ids, messageId: 'm-1', direction: 'user', text: TEXTS.customer };
    const json = JSON.stringify(message);
    const signed = { ...keyOf(cognigy), ...signedHeaders(SECRETS.transformerSecret, json, Date.now()) };
    expect(await post('/v1/cognigy/messages', json, signed)).toBe(200);
    const start = { ...ids, inputId: 'i-1', ...handover, transcript: [{ role: 'user', text: TEXTS.customer }] };
    expect(await post('/v1/cognigy/handovers', start, keyOf(cognigy))).toBe(201);
    await agentWrites('cognigy-session', cognigy);
    await isSentWrongly('/v1/cognigy/handovers', start, keyOf(cognigy));
    await isSentWrongly('/v1/cognigy/messages', message, signed);
    const basic = { authorization: `Basic ${Buffer.from(`cognigy:${SECRETS.wrongKey}`).toString('base64')}` };
    await isSentWrongly(`/v1/cognigy/outputs/${SECRETS.wrongKey}`, { ...ids, AIOutput: { text: TEXTS.bot } }, basic);
  });

  it('come through Chatlayer’s calls, and refusals of its API', async () => {
    const timestamp = '2026-03-19T10:00:40.341Z';
    const item = { actor: 'user', message: { messageType: 'text', id: 'm-1', text: TEXTS.customer }, timestamp };
    const envelope = { botId: 'b', version: 'DRAFT', sessionId: 'chatlayer-session', channel: 'web', timestamp };
    const path = `/v1/chatlayer/${webhookKey}?challenge.verifyToken=${SECRETS.verifyToken}`;
    const messages = { ...envelope, event: 'messages', messages: [item] };
    expect(await post(path, messages)).toBe(200);
    const payload = { reason: TEXTS.reason, profile: handover.profile };
    expect(await post(path, { ...envelope, event: 'offload', transcript: [item], payload })).toBe(200);
    await agentWrites('chatlayer-session', chatlayer);
    await isSentWrongly(path, messages);
    await isSentWrongly(`/v1/chatlayer/${SECRETS.wrongKey}?challenge.verifyToken=${SECRETS.wrongKey}`, messages);
  });

  it('come through settings that are refused', async () => {
    const root = { authorization: `Bearer ${world.admin.key}` };
    const secret = SECRETS.transformerSecret;
    for (const bot of [{ platform: 'generic', callbackSecret: secret }, { platform: secret }, { secret }])
      for (const engage of [{ apiAccessToken: [secret] }, { webhookSecret: { a: secret } }, { secret }])
        expect(await post('/admin/tenants', { slug: 'refused', name: 'x', bot, engage }, root)).toBe(400);
    await isSentWrongly('/admin/keys', { name: 'x', role: 'admin' }, root);
    await isSentWrongly(generic.engageUrl.replace(/^\w+:\/\/[^/]+/, ''), { events: [] });
  });

  it('are in no log, metric, trace, error, audit entry or answer that is no place for them', async () => {
    const origin = new URL(generic.engageUrl).origin;
    const paths = ['/admin/audit-log', '/admin/tenants', '/admin/deliveries', '/admin/outages', '/admin/keys'];
    const lists = await Promise.all(paths.map((path) => world.admin.get(`${path}?limit=200`)));
    const tenants = await Promise.all(
      world.tenants.flatMap(({ slug }) => [
        world.admin.get(`/admin/tenants/${slug}`),
        world.admin.get(`/admin/tenants/${slug}/setup`),
        world.admin.get(`/admin/tenants/${slug}/bot-keys`),
        world.admin.post(`/admin/tenants/${slug}/checks`),
      ]),
    );
    const open = await Promise.all(
      ['/metrics', '/health/live', '/health/ready'].map(async (path) => (await fetch(`${origin}${path}`)).text()),
    );
    const [connector] = world.connectors;
    await connector?.stop(); // traces are sent at the latest now
    const seen = {
      logs: connector?.output() ?? '',
      traces: traces.requests.map(({ text }) => text).join('\n'),
      errors: errors.join('\n'),
      lists: JSON.stringify(lists.map(({ body }) => body)),
      tenants: JSON.stringify(tenants.map(({ body }) => body)),
      open: open.join('\n'),
    };
    expect(seen.logs).toContain('"level":"debug"');
    expect(seen.traces).toContain('resourceSpans');
    expect(errors.length).toBeGreaterThan(50);
    const found = Object.entries(seen).flatMap(([place, text]) =>
      Object.entries(forbidden()).flatMap(([name, canary]) => {
        const at = text.indexOf(canary);
        return at < 0 ? [] : [`${name} in ${place}: ${text.slice(Math.max(0, at - 200), at + 60)}`];
      }),
    );
    expect(found).toEqual([]);
  });

  function forbidden(): Record<string, string> {
    // `engage.verifyToken` is no secret of answers: administrators read it there
    const ofTenants = world.tenants.flatMap(({ slug, engage, v1, webhookSecret }) => [
      [`API token of ${slug}`, engage.seed.restAccessToken],
      [`realtime token of ${slug}`, engage.seed.sourceAccessToken],
      [`webhook secret of ${slug}`, webhookSecret],
      [`bot key of ${slug}`, v1.key],
    ]);
    return {
      ...(Object.fromEntries(ofTenants) as Record<string, string>),
      ...TEXTS,
      ...SECRETS,
      webhookKey,
      'admin key': world.admin.key,
      SECRETS_KEYS: SECRETS_KEY,
      'password of the database': new URL(world.database.serviceUrl).password,
    };
  }

  /** Waits for the handover, lets an agent write, and waits until the platform has refused it. */
  async function agentWrites(sessionId: string, tenant: WorldTenant): Promise<void> {
    const story = new Story(world, sessionId, tenant);
    await eventually(() => story.agent('mara', 'take'));
    await story.agent('mara', 'reply', { body: TEXTS.agent });
    const calls = platforms.requests.length;
    await eventually(() => expect(platforms.requests.length).toBeGreaterThan(calls));
  }

  async function parked({ slug }: WorldTenant, count: number): Promise<void> {
    await eventually(async () => {
      const path = `/admin/deliveries?tenant=${slug}&status=parked&limit=200`;
      const { body } = await new ApiClient(() => new URL(generic.engageUrl).origin, world.admin.key).get<{
        items: unknown[];
      }>(path);
      expect(body.items.length).toBeGreaterThanOrEqual(count);
    });
  }
});
