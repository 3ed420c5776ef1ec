import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StubServer } from '#testing';
import { URL_TOKEN, signedHeaders } from '../../libs/bot-platforms/cognigy/src/testing/cognigy-tenant.js';
import { ApiClient, control, eventually, startWorld, Story, type World, type WorldTenant } from '../harness/index.js';
import { SECRETS, SECRETS_KEY, TEXTS } from './canaries.js';
import { acceptsAll, echoingServer, traceCollector } from './echoing-server.js';

describe('canaries in every secret and text', () => {
  let world: World;
  let traces: StubServer;
  let platforms: StubServer;
  let generic: WorldTenant;
  let cognigy: WorldTenant;
  let chatlayer: WorldTenant;
  let webhookKey: string;
  let outputsKey: string;
  /** All error answers. */
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
    [webhookKey, outputsKey] = [await newWebhookKey(chatlayer), await newWebhookKey(cognigy)];
  });
  afterAll(async () => {
    await world.stop();
    await Promise.all([traces.stop(), platforms.stop()]);
  });

  async function newWebhookKey({ slug }: WorldTenant): Promise<string> {
    const { body } = await world.admin.post<{ value: string }>(`/admin/tenants/${slug}/secrets/webhookKey/rotate`);
    expect(body).toMatchObject({ value: expect.any(String) });
    return body.value;
  }

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

  /** Sends a body in wrong ways, with texts as values in wrong places: errors name members, never values. */
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

  it('pass through a handover on the generic platform, with failures on both sides', async () => {
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

  it('pass through a start that Engage refuses', async () => {
    const refused = { error: 'invalid', message: 'Not allowed', status: 422 }; // to calls that contain no text
    const story = new Story(world, 'refused-session', generic);
    await story.says('user', TEXTS.customer);
    await control(generic, 'POST', '/faults', { on: 'rest', status: 422, body: refused, count: 0 });
    await story.handOver(handover);
    await eventually(() => expect(story.heard().join()).toContain('error'));
    await control(generic, 'DELETE', '/faults');
  });

  /** A customer writes to the flow, which requests an agent. */
  async function cognigyHandsOver(sessionId: string) {
    const ids = { urlToken: URL_TOKEN, sessionId, userId: `user of ${sessionId}` };
    const message = { ...ids, messageId: 'm-1', direction: 'user', text: TEXTS.customer };
    const json = JSON.stringify(message);
    const signed = { ...keyOf(cognigy), ...signedHeaders(SECRETS.transformerSecret, json, Date.now()) };
    expect(await post('/v1/cognigy/messages', json, signed)).toBe(200);
    const start = { ...ids, inputId: 'i-1', ...handover, transcript: [{ role: 'user', text: TEXTS.customer }] };
    expect(await post('/v1/cognigy/handovers', start, keyOf(cognigy))).toBe(201);
    return { ids, message, signed, start };
  }

  /** A customer writes to the bot, which offloads. */
  async function chatlayerHandsOver(sessionId: string) {
    const timestamp = '2026-03-19T10:00:40.341Z';
    const item = {
      actor: 'user',
      message: { messageType: 'text', id: `${sessionId}-1`, text: TEXTS.customer },
      timestamp,
    };
    const envelope = { botId: 'b', version: 'DRAFT', sessionId, channel: 'web', timestamp };
    const path = `/v1/chatlayer/${webhookKey}?challenge.verifyToken=${SECRETS.verifyToken}`;
    const messages = { ...envelope, event: 'messages', messages: [item] };
    expect(await post(path, messages)).toBe(200);
    const payload = { reason: TEXTS.reason, profile: handover.profile };
    expect(await post(path, { ...envelope, event: 'offload', transcript: [item], payload })).toBe(200);
    return { path, messages };
  }

  it('pass through Cognigy’s calls, and refusals of its endpoint', async () => {
    const { ids, message, signed, start } = await cognigyHandsOver('cognigy-session');
    await agentWrites('cognigy-session', cognigy);
    await isSentWrongly('/v1/cognigy/handovers', start, keyOf(cognigy));
    await isSentWrongly('/v1/cognigy/messages', message, signed);
    const basic = { authorization: `Basic ${Buffer.from(`cognigy:${SECRETS.wrongKey}`).toString('base64')}` };
    await isSentWrongly(`/v1/cognigy/outputs/${SECRETS.wrongKey}`, { ...ids, AIOutput: { text: TEXTS.bot } }, basic);
  });

  it('pass through Chatlayer’s calls, and refusals of its API', async () => {
    const { path, messages } = await chatlayerHandsOver('chatlayer-session');
    await agentWrites('chatlayer-session', chatlayer);
    await isSentWrongly(path, messages);
    await isSentWrongly(`/v1/chatlayer/${SECRETS.wrongKey}?challenge.verifyToken=${SECRETS.wrongKey}`, messages);
  });

  it('pass through addresses with keys that are written in other ways', async () => {
    const chatlayers = [
      '/v1/%63hatlayer/',
      '/v1/%2563hatlayer/',
      '/v1//chatlayer/',
      '/V1/chatlayer/',
      '/v1/chatlayer%2f',
    ];
    for (const prefix of chatlayers) expect(await post(`${prefix}${webhookKey}`, {})).toBeLessThan(500);
    const outputs = ['/v1/cognigy//outputs/', '/v1/cognigy/%6Futputs/', '/v1/cognigy/x/%2e%2e%2foutputs/'];
    for (const prefix of outputs) expect(await post(`${prefix}${outputsKey}`, {})).toBeLessThan(500);
  });

  it('pass through conversations on Cognigy and Chatlayer in which every call succeeds', async () => {
    acceptsAll(platforms);
    const { ids } = await cognigyHandsOver('cognigy-success');
    await chatlayerHandsOver('chatlayer-success');
    const basic = Buffer.from(`cognigy:${SECRETS.outputsPassword}`).toString('base64');
    const output = { userId: ids.userId, sessionId: ids.sessionId, AIOutput: { text: TEXTS.bot, data: {} } };
    expect(await post(`/v1/cognigy/outputs/${outputsKey}`, output, { authorization: `Basic ${basic}` })).toBe(202);
    for (const [sessionId, tenant] of [
      ['cognigy-success', cognigy],
      ['chatlayer-success', chatlayer],
    ] as const) {
      const story = new Story(world, sessionId, tenant);
      await eventually(() => story.agent('mara', 'take'));
      await story.agent('mara', 'reply', { body: TEXTS.agent });
      await eventually(() => expect(received(sessionId).join()).toContain(TEXTS.agent));
      expect((await story.inEngage()).join()).toContain(TEXTS.customer);
      const before = received(sessionId).length;
      await story.agent('mara', 'complete');
      await eventually(() => expect(received(sessionId).length).toBeGreaterThan(before));
      await story.isIn('bot');
    }
  }, 120_000);

  /** What the platforms received about a session. */
  const received = (sessionId: string): string[] =>
    platforms.requests.filter(({ url, text }) => `${url} ${text}`.includes(sessionId)).map(({ text }) => text);

  it('pass through settings that are refused', async () => {
    const root = { authorization: `Bearer ${world.admin.key}` };
    const secret = SECRETS.transformerSecret;
    for (const bot of [{ platform: 'generic', callbackSecret: secret }, { platform: secret }, { secret }])
      for (const engage of [{ apiAccessToken: [secret] }, { webhookSecret: { a: secret } }, { secret }])
        expect(await post('/admin/tenants', { slug: 'refused', name: 'x', bot, engage }, root)).toBe(400);
    await isSentWrongly('/admin/keys', { name: 'x', role: 'admin' }, root);
    await isSentWrongly(generic.engageUrl.replace(/^\w+:\/\/[^/]+/, ''), { events: [] });
  });

  it('are in no log, metric, trace, error or audit entry, and in no answer that must not contain them', async () => {
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
    await connector?.stop(); // the last traces are sent now
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
    // `engage.verifyToken` is not secret in answers: administrators read it there
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
      outputsKey,
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
