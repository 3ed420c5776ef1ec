import { createHmac } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { eventually, startWorld, Story, type World } from './harness/index.js';

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** Values of wrong types. */
const WRONG: readonly Json[] = [
  ...[null, true, 0, -1, 1.5, 1e308, '', ' ', 'x'.repeat(300), '\u0000', '\ud83d', '__proto__', '{{x}}', "' OR 1=1 --"],
  ...[[], [null], [[]], ['x', 1], {}, { $ne: 1 }, { length: 1e9 }, { toString: 1, constructor: null }],
];
/** Bodies that are not valid JSON. */
const BROKEN: readonly string[] = [
  ...['', '{', '{"a":', '[1,', 'null', 'true', '7', '"text"', '[]', '{}', '\u0000', '{"a":1}{"b":2}', '<xml/>', 'NaN'],
  '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}',
  '{"a":"\\u0000","b":"\\ud800"}',
  '{"events":[null,7,"x",[],{},{"id":1}],"action":7,"params":[]}',
  nested(200),
  nested(5_000),
];
const EVIL_SEGMENTS = ['%00', '%ED%A0%80', '..%2F..%2Fetc', 'x'.repeat(2_000), '%', '__proto__', "'", '\u{1F600}'];

function nested(levels: number): string {
  return `${'{"a":['.repeat(levels / 2)}1${']}'.repeat(levels / 2)}`;
}

/** The body with every value in turn replaced by each wrong value, omitted, or accompanied by an unknown member. */
function* mutations(body: Json): Generator<Json> {
  yield* WRONG;
  if (body === null || typeof body !== 'object') return;
  if (!Array.isArray(body)) {
    yield { ...body, surprise: 1 };
    for (const key of Object.keys(body))
      yield Object.fromEntries(Object.entries(body).filter(([name]) => name !== key));
  }
  for (const [key, value] of Object.entries(body))
    for (const mutated of mutations(value))
      yield Array.isArray(body) ? body.with(Number(key), mutated) : { ...body, [key]: mutated };
}

describe('bad input', { timeout: 180_000 }, () => {
  let world: World;
  let url: string;
  const failures: string[] = [];
  beforeAll(async () => {
    world = await startWorld({ tenants: 2, environment: { LOG_LEVEL: 'fatal' } });
    url = new URL(world.acme.engageUrl).origin;
  });
  afterAll(() => world.stop());
  afterEach(async () => {
    expect(failures.splice(0)).toEqual([]);
    expect((await fetch(`${url}/health/ready`)).status).toBe(200);
  });

  interface Call {
    readonly method: string;
    readonly path: string;
    readonly headers?: Record<string, string>;
    readonly body?: string;
  }

  /** Sends it; every answer except a 5xx is correct. */
  async function send({ method, path, headers, body }: Call): Promise<number> {
    const response = await fetch(`${url}${path}`, {
      method,
      headers: { 'content-type': 'application/json', ...headers },
      ...(body !== undefined && method !== 'GET' && { body }),
    });
    await response.arrayBuffer();
    if (response.status >= 500)
      failures.push(`${response.status} ${method} ${path.slice(0, 80)} ${(body ?? '').slice(0, 300)}`);
    return response.status;
  }

  async function sendAll(calls: Iterable<Call>): Promise<number> {
    const queue = [...calls];
    const total = queue.length;
    const worker = async (): Promise<void> => {
      for (let call = queue.pop(); call; call = queue.pop()) await send(call);
    };
    await Promise.all(Array.from({ length: 6 }, worker));
    return total;
  }

  const admin = (): Record<string, string> => ({ authorization: `Bearer ${world.admin.key}` });
  const bot = (): Record<string, string> => ({ authorization: `Bearer ${world.acme.v1.key}` });
  const hook = (): Record<string, string> => ({ 'x-dimelo-secret': world.acme.webhookSecret });
  const signed = (body: string): Record<string, string> => {
    const key = world.acme.engage.seed.sourceAccessToken;
    return { 'x-smccsdk-signature': createHmac('sha512', key).update(body).digest('hex') };
  };

  function* mutated(method: string, path: string, headers: () => Record<string, string>, body: Json): Generator<Call> {
    for (const mutation of mutations(body)) yield { method, path, headers: headers(), body: JSON.stringify(mutation) };
  }

  it('on any documented route is refused, not fatal', async () => {
    const { paths } = (await (await fetch(`${url}/docs-json`)).json()) as { paths: Record<string, object> };
    const routes = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => ({ method: method.toUpperCase(), path })),
    );
    expect(routes.length).toBeGreaterThan(20);
    const calls = routes.flatMap(({ method, path }): Call[] => {
      const headers = path.startsWith('/v1') ? bot() : admin();
      const fill = (value: string): string => path.replaceAll(/\{\w+\}/g, value);
      const evil = EVIL_SEGMENTS.map((value) => ({ method, path: fill(value), headers, body: '{}' }));
      const query =
        '?limit=x&cursor=%00&tenant[]=a&status=%ED%A0%80&q[a]=1&categoryIds=,,&hub.mode=subscribe&hub.mode=x';
      const bodies = (method === 'GET' ? [] : BROKEN).map((body) => ({ method, path: fill('nobody'), headers, body }));
      const unusual = ['text/plain', 'application/x-www-form-urlencoded', 'application/json; charset=utf-16', ';;;'];
      const types = (method === 'GET' ? [] : unusual).map((type) => ({
        method,
        path: fill('nobody'),
        headers: { ...headers, 'content-type': type },
        body: '{"a":1}',
      }));
      return [
        ...evil,
        ...bodies,
        ...types,
        { method, path: fill('nobody') + query, headers },
        { method, path: fill('nobody') },
      ];
    });
    expect(await sendAll(calls)).toBeGreaterThan(500);
    expect(Object.prototype).not.toHaveProperty('polluted');
  });

  it('of wrong types at every level is refused by the bot routes', async () => {
    const session = { sessionId: 's-1', userId: 'u-1' };
    const attachments = [{ url: 'https://files.example/a.png', type: 'image', filename: 'a.png' }];
    const message = { ...session, messageId: 'm-1', author: 'user', text: 'Hi', attachments };
    const inline = [{ content: Buffer.from('plain text').toString('base64'), filename: 'a.txt' }];
    const contents: Json[] = [
      { type: 'select', items: [{ title: 'Yes', payload: 'y', imageUrl: 'https://files.example/y.png' }] },
      {
        type: 'carousel',
        items: [{ title: 'S', subtitle: 's', buttons: [{ type: 'reply', title: 'Take', payload: 't' }] }],
      },
      { type: 'list', items: [{ title: 'S' }], button: { type: 'phone', title: 'Call', phoneNumber: '+441' } },
      { type: 'location', latitude: 51.5, longitude: -0.1, title: 'Here' },
    ];
    const handover = {
      ...session,
      profile: { firstname: 'Ada', address: { city: ['London'] } },
      transcript: [{ author: 'user', text: 'Hi', sentAt: '2026-03-02T09:00:00Z', messageId: 'm-1', attachments }],
      reason: 'r',
      summary: 's',
      context: { page: '/' },
      categoryIds: [world.acme.engage.seed.billingCategoryId],
      options: { queueUpdates: true, transcriptMessages: 3 },
    };
    await sendAll([
      ...mutated('POST', '/v1/messages', bot, {
        ...message,
        payload: { a: 1 },
        sentAt: '2026-03-02T09:00:00Z',
        context: { a: 1 },
      }),
      ...mutated('POST', '/v1/messages', bot, { ...session, messageId: 'm-2', author: 'user', attachments: inline }),
      ...contents.flatMap((content) => [
        ...mutated('POST', '/v1/messages', bot, { ...session, messageId: 'm-3', author: 'bot', content }),
        ...mutated('POST', '/v1/handovers', bot, { ...session, transcript: [{ author: 'bot', content }] }),
      ]),
      ...mutated('POST', '/v1/handovers', bot, handover),
      ...mutated('POST', '/v1/handovers/cancel', bot, session),
      ...mutated('POST', '/v1/events', bot, { sessionId: 's-1', type: 'user_connected' }),
    ]);
  });

  it('of wrong types at every level is refused by the admin routes', async () => {
    const { engage } = world.acme;
    const tenant = {
      slug: 'victim',
      name: 'Victim',
      enabled: true,
      default: false,
      engage: {
        baseApiUrl: engage.baseApiUrl,
        sourceId: 'a1',
        realtimeAccessToken: 'token-of-the-victim',
        nativeSourceIds: ['b2'],
        botIdentity: { id: 'bot', screenname: 'Bot' },
      },
      bot: { platform: 'generic', callbackUrl: 'https://bot.example/events' },
      handover: { enabled: true, queueUpdateMinSeconds: 5, availability: { mode: 'always' } },
      profileMapping: { rules: [{ from: 'a.b', to: 'user.email' }], exclude: ['c'], onCollision: 'reject' },
      retention: { messageDays: 30 },
    };
    const { slug: _, ...patch } = tenant;
    const mapping = tenant.profileMapping;
    await sendAll([
      ...mutated('POST', '/admin/tenants', admin, tenant),
      ...mutated('PATCH', '/admin/tenants/globex', admin, patch),
      ...mutated('PUT', '/admin/tenants/globex/profile-mapping', admin, mapping),
      ...mutated('POST', '/admin/tenants/globex/profile-mapping/preview', admin, { profile: { a: 1 }, mapping }),
      ...mutated('POST', '/admin/tenants/globex/bot-keys', admin, { name: 'n' }),
      ...mutated('POST', '/admin/keys', admin, { name: 'n', role: 'viewer', tenants: ['acme'] }),
      ...mutated('POST', '/admin/deliveries/retry', admin, { tenant: 'globex' }),
    ]);
  });

  it('of wrong types at every level is refused by Engage’s route', async () => {
    const path = '/handover/rce/acme';
    const call = {
      action: 'messages.create',
      time: '2026-03-02T09:00:00Z',
      params: {
        content_id: 'c',
        thread_id: 't',
        body: 'b',
        format: 'text',
        sender_name: 'n',
        attachments: [{ url: 'https://x.example' }],
        structured_content: {
          type: 'carousel',
          items: [{ title: 'S', url: 'https://x.example', items: [{ type: 'reply', title: 'Take', payload: 's' }] }],
        },
      },
    };
    const queue = {
      action: 'messaging.queuing_update',
      params: { thread_id: 't', position: 1, estimated_wait_time: 2 },
    };
    const metadata = {
      source_id: world.acme.engage.seed.sourceId,
      thread_id: 't',
      foreign_id: 'f',
      intervention_id: 'i',
    };
    const event = {
      id: 'e',
      type: 'intervention.closed',
      issued_at: '2026-03-02T09:00:00Z',
      resource: { type: 'intervention', id: 'i', metadata },
    };
    const sdk = [...mutations(call), ...mutations(queue)].map((body) => JSON.stringify(body));
    const hooks = [...mutations({ id: 'd', events: [event, { ...event, type: 'content.imported' }] })];
    await sendAll([
      ...[...sdk, ...BROKEN].map((body) => ({ method: 'POST', path, headers: signed(body), body })),
      ...hooks.map((body) => ({ method: 'POST', path, headers: hook(), body: JSON.stringify(body) })),
      ...BROKEN.map((body) => ({ method: 'POST', path, headers: hook(), body })),
    ]);
  });

  it('in links to files leads nowhere', async () => {
    const token = 'A'.repeat(22);
    const links = [
      ...EVIL_SEGMENTS,
      `${token}.${token}.zzzzzzzzz.${token}`,
      `${token}.${token}.1.${token}`,
      '..%2f',
      '....',
    ];
    const calls = links.flatMap((link) => [`/files/${link}`, `/files/${link}/a.png`, `/files/${link}/%00`]);
    for (const path of calls) expect(await send({ method: 'GET', path }), path).toBeGreaterThanOrEqual(400);
  });

  it('without the right credentials is refused everywhere', async () => {
    const body = '{"action":"implementation.info"}';
    const path = '/handover/rce/acme';
    const good = signed(body)['x-smccsdk-signature'] ?? '';
    for (const signature of [good.slice(1), good.replace(/./, 'g'), `${good}0`, 'x', good.slice(0, 64)])
      expect(await send({ method: 'POST', path, headers: { 'x-smccsdk-signature': signature }, body })).toBe(422);
    expect(await send({ method: 'POST', path: `${path}?signature=${good}`, body })).toBe(200);
    expect(await send({ method: 'POST', path, body })).toBe(422);
    expect(await send({ method: 'POST', path, headers: { 'x-dimelo-secret': 'x' }, body: '{"events":[]}' })).toBe(403);
    expect(await send({ method: 'POST', path: '/handover/rce/nobody', headers: signed(body), body })).toBe(404);
    for (const [method, route] of [
      ['POST', '/v1/messages'],
      ['POST', '/v1/handovers'],
      ['GET', '/admin/tenants'],
      ['POST', '/admin/keys'],
    ] as const)
      for (const headers of [
        {},
        { authorization: 'Bearer x' },
        { authorization: 'Basic eDp4' },
        { 'x-api-key': '\u00ff' },
      ])
        expect(await send({ method, path: route, headers: headers, body: '{}' })).toBe(401);
    const unknown = '{"action":"threads.transmogrify","params":{"a":1}}';
    expect(await send({ method: 'POST', path, headers: signed(unknown), body: unknown })).toBe(200);
  });

  it('of 21 MB is too large', async () => {
    const big = JSON.stringify({ text: 'x'.repeat(21 * 1024 * 1024) });
    expect(await send({ method: 'POST', path: '/handover/rce/acme', headers: signed(big), body: big })).toBe(413);
    expect(await send({ method: 'POST', path: '/v1/messages', headers: bot(), body: big })).toBe(413);
    expect(await send({ method: 'POST', path: '/admin/tenants', headers: admin(), body: big })).toBe(413);
  });

  it('that no database can hold is delivered with replacement characters', async () => {
    const story = new Story(world, 'unholdable');
    await story.says('user', 'a\u0000b\ud83dc', { context: { page: '\u0000' } });
    await story.isHandedOver({ reason: 'r\u0000', profile: { firstname: 'A\u0000', note: '\udc00' } });
    await story.showsInEngage('a\ufffdb\ufffdc', 'Handover\nReason: r\ufffd');
    const thread_id = world.acme.engage.state.threads.require(await story.threadId()).foreign_id;
    const params = { content_id: 'c-\u0000', thread_id, body: 'x\u0000y\ud800', format: 'text' };
    const body = JSON.stringify({ action: 'messages.create', params });
    expect(await send({ method: 'POST', path: '/handover/rce/acme', headers: signed(body), body })).toBe(200);
    await eventually(() => expect(story.heard()).toContain('agent: x\ufffdy\ufffd'));
  });

  it('left everything working', async () => {
    const story = new Story(world, 'afterwards');
    await story.says('user', 'Hello');
    await story.isHandedOver();
    await story.agentAnswers('mara', 'Mara here');
    await story.agent('mara', 'complete');
    await story.hears('queue/accepted', 'active/agentJoined', 'agent: Mara here', 'completed/completed');
  });
});
