import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ExactNumber } from '#kernel';
import { aTenant } from '../../../../tenant-config/src/testing/a-tenant.js';
import { startPlatform, type PlatformApp } from '../../../src/testing/platform-app.js';
import { genericRegistration } from '../generic.registration.js';

let bots: PlatformApp;
beforeAll(async () => {
  bots = await startPlatform(genericRegistration, aTenant({ slug: 'acme' }), aTenant({ slug: 'off', enabled: false }));
});
afterAll(async () => bots.app.close());
beforeEach(() => bots.handover.reset());

interface Answer {
  readonly status: number;
  readonly json: Record<string, unknown> & { errors?: { pointer: string; detail: string }[] };
}

async function request(
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const response = await fetch(bots.url + path, {
    method,
    headers: {
      authorization: 'Bearer key-of-acme',
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body !== undefined && {
      body: typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body),
    }),
  });
  const text = await response.text();
  return { status: response.status, json: (text === '' ? {} : JSON.parse(text)) as Answer['json'] };
}
const post = (path: string, body: unknown, headers?: Record<string, string>) => request('POST', path, body, headers);
const faults = (answer: Answer) =>
  Object.fromEntries((answer.json.errors ?? []).map(({ pointer, detail }) => [pointer, detail]));
const effect = () => bots.handover.effects.at(-1)?.input;

const MESSAGE = {
  sessionId: 'chat-1',
  userId: 'customer-1',
  messageId: 'm-1',
  author: 'user',
  text: 'My invoice looks wrong.',
  attachments: [
    { url: 'https://files.example/invoice.pdf', type: 'file', filename: 'invoice.pdf' },
    { content: 'aGk=', filename: 'note.txt' },
  ],
  content: {
    type: 'list',
    items: [{ title: 'Invoice', buttons: [{ type: 'url', title: 'Open', url: 'https://files.example/i' }] }],
    button: { type: 'reply', title: 'More', payload: 'more' },
  },
  payload: { intent: 'invoice' },
  sentAt: '2026-03-02T09:14:50+01:00',
  context: { page: '/invoices', vip: true, age: 7 },
};
const HANDOVER = {
  sessionId: 'chat-1',
  userId: 'customer-1',
  profile: { firstname: 'Ada', address: { city: 'Hamburg' } },
  transcript: [
    { author: 'user', messageId: 'm-0', text: 'Hello', sentAt: '2026-03-02T09:14:50Z' },
    { author: 'bot', text: 'Hi', attachments: [{ url: 'https://files.example/a.png' }] },
    { author: 'bot', content: { type: 'quick_replies', items: [{ title: 'Yes', payload: 'y' }, { title: 'No' }] } },
  ],
  reason: 'billing',
  summary: 'A fee is disputed.',
  context: { page: '/invoices' },
  categoryIds: ['64b1f0a2c9e77d0008a1b013'],
  options: { queueUpdates: false, transcriptMessages: 20 },
};

describe('POST /v1/messages', () => {
  it('passes on the whole message', async () => {
    const answer = await post('/v1/messages', MESSAGE);
    expect(answer).toEqual({ status: 202, json: { conversationId: expect.any(String), state: 'bot', route: 'bot' } });
    expect(effect()).toMatchObject({
      sessionId: 'chat-1',
      userId: 'customer-1',
      address: {},
      messageId: 'm-1',
      author: 'user',
      text: 'My invoice looks wrong.',
      attachments: [
        { url: 'https://files.example/invoice.pdf', type: 'file', filename: 'invoice.pdf' },
        { content: Buffer.from('hi'), filename: 'note.txt' },
      ],
      content: MESSAGE.content,
      reply: { payload: { intent: 'invoice' } },
      sentAt: new Date('2026-03-02T08:14:50Z'),
      context: { page: '/invoices', vip: true, age: 7 },
      request: { key: 'm-1' },
    });
  });

  it('keeps the digits of numbers', async () => {
    const json = '{"payload":{"ids":[9234567890123457,0.12345678901234567890]},"context":{"account":9234567890123457}}';
    const { payload: _payload, context: _context, ...message } = MESSAGE;
    expect((await post('/v1/messages', `${JSON.stringify(message).slice(0, -1)},${json.slice(1)}`)).status).toBe(202);
    const { reply, context } = effect() as { reply: object; context: object };
    expect(JSON.stringify({ ...reply, context })).toBe(json);
  });

  it.each(['content', 'context', 'attachments', 'sentAt'])('rejects such a number as %s', async (name) => {
    const answer = await post('/v1/messages', JSON.stringify(MESSAGE).replace(/}$/, `,"${name}":9234567890123457}`));
    expect(answer.status).toBe(400);
    expect(answer.json.errors?.[0]?.pointer).toMatch(`/${name}`);
  });

  it('needs no more than ids, author and text, and accepts the key in X-API-Key', async () => {
    const { sessionId, userId, messageId, author, text } = MESSAGE;
    const answer = await post(
      '/v1/messages',
      { sessionId, userId, messageId, author, text },
      { authorization: '', 'x-api-key': 'key-of-acme' },
    );
    expect(answer.status).toBe(202);
    expect(effect()).toMatchObject({ text, attachments: [] });
  });

  it('names every fault', async () => {
    const answer = await post('/v1/messages', {
      sessionId: '',
      userId: 7,
      messageId: 'x'.repeat(257),
      author: 'agent',
      text: {},
      attachments: [{ url: 'ftp://files.example/a' }, null],
      context: { nested: {} },
      sentAt: 'yesterday',
      content: { type: 'buttons' },
      surprise: 1,
    });
    expect(answer).toMatchObject({ status: 400, json: { code: 'request.invalid' } });
    const pointers = [
      '/attachments',
      '/attachments/0/url',
      '/attachments/1',
      '/author',
      '/content/items',
      '/context',
      '/messageId',
      '/sentAt',
      '/sessionId',
      '/surprise',
      '/text',
      '/userId',
    ];
    expect(Object.keys(faults(answer)).sort()).toEqual(pointers);
  });

  it('limits ids to the bytes that an index can hold, however characters are counted', async () => {
    expect((await post('/v1/messages', { ...MESSAGE, messageId: '💶'.repeat(256) })).status).toBe(202);
    expect(faults(await post('/v1/messages', { ...MESSAGE, messageId: '💶\ufe0f'.repeat(256) }))).toEqual({
      '/messageId': expect.stringContaining('1024'),
    });
  });

  it('accepts a pressed button without text, and content alone', async () => {
    const { text: _text, attachments: _attachments, content, payload, ...silent } = MESSAGE;
    expect((await post('/v1/messages', { ...silent, payload })).status).toBe(202);
    expect(effect()).toMatchObject({ text: '', attachments: [], reply: { payload } });
    expect(effect()).not.toHaveProperty('content');
    expect((await post('/v1/messages', { ...silent, messageId: 'm-2', content })).status).toBe(202);
    expect(effect()).toMatchObject({ text: '', content });
  });

  it('rejects a message without anything in it, which would reach no one', async () => {
    const { text: _text, attachments: _attachments, content: _content, payload: _payload, ...empty } = MESSAGE;
    for (const nothing of [{}, { text: '' }, { text: null, attachments: [] }]) {
      const answer = await post('/v1/messages', { ...empty, ...nothing });
      expect(answer.status).toBe(400);
      expect(answer.json).toMatchObject({ errors: [{ pointer: '/text' }] });
    }
  });

  it('ignores a payload of a bot, which presses no buttons', async () => {
    await post('/v1/messages', { ...MESSAGE, author: 'bot' });
    expect(effect()).not.toHaveProperty('reply');
  });

  it('replaces what a database cannot store', async () => {
    await post(
      '/v1/messages',
      '{"sessionId":"s","userId":"u","messageId":"m","author":"bot","text":"x\\u0000y\\ud800"}',
    );
    expect(effect()).toMatchObject({ sessionId: 's', text: 'x\uFFFDy\uFFFD' });
  });

  it('refuses ids that would have to be changed to be stored', async () => {
    const detail = 'must not contain NUL or half of a surrogate pair';
    const item = { author: 'user', text: 'Hello' };
    for (const id of ['a\0', '\ud800', 'b\udc00']) {
      const ids = { sessionId: id, userId: id, messageId: id };
      expect(faults(await post('/v1/messages', { ...MESSAGE, ...ids }))).toEqual({
        '/sessionId': `sessionId ${detail}`,
        '/userId': `userId ${detail}`,
        '/messageId': `messageId ${detail}`,
      });
      const start = { sessionId: 's', userId: 'u', transcript: [{ ...item, messageId: id }] };
      expect(Object.keys(faults(await post('/v1/handovers', start)))).toEqual(['/transcript/0/messageId']);
      const reference = { sessionId: id, userId: id };
      for (const call of ['cancel', 'close', 'inactivity'])
        expect(faults(await post(`/v1/handovers/${call}`, reference))).toEqual({
          '/sessionId': `sessionId ${detail}`,
          '/userId': `userId ${detail}`,
        });
      const read = { sessionId: 's', type: 'message_read', messageId: id };
      expect(Object.keys(faults(await post('/v1/events', read)))).toEqual(['/messageId']);
    }
    expect((await request('GET', '/v1/conversations/%00')).status).toBe(400);
    expect(bots.handover.effects).toEqual([]);
  });

  it('refuses a body that is not UTF-8, whose ids could become one', async () => {
    const body = Buffer.from(JSON.stringify({ ...MESSAGE, sessionId: 'M\xfcller' }), 'latin1');
    const answer = await post('/v1/messages', body);
    expect(answer).toMatchObject({ status: 400, json: { code: 'request.malformed-json' } });
    expect(answer.json).toMatchObject({ detail: expect.stringContaining('Send the body as UTF-8') });
  });
});

describe('files of a message', () => {
  const faultsOf = async (...attachments: object[]) => faults(await post('/v1/messages', { ...MESSAGE, attachments }));
  const ofBytes = (bytes: number) => ({ content: Buffer.alloc(bytes, 'x').toString('base64'), filename: 'x.txt' });
  const MEGABYTE = 1024 * 1024;

  it('have an address or content, never both', async () => {
    const url = 'https://files.example/a.png';
    const either = { '/attachments/0/url': expect.stringContaining('either url or content') };
    expect(await faultsOf({ filename: 'a.png' })).toEqual({ '/attachments/0/url': expect.any(String) });
    expect(await faultsOf({ ...ofBytes(3), url })).toEqual(either);
    expect(await faultsOf({ content: 'aGk=' })).toMatchObject({ '/attachments/0/filename': expect.any(String) });
    expect(await faultsOf({ url, content: null }, { url: null, ...ofBytes(1) })).toEqual({});
  });

  it.each(['', 'a', 'aGk', 'aGk=\n', 'a-_=', '====', 'data:image/png;base64,aGk='])(
    'are no files as %j',
    async (content) => {
      expect(await faultsOf({ content, filename: 'x' })).toEqual({ '/attachments/0/content': expect.any(String) });
    },
  );

  it('are together at most 1 MB', async () => {
    expect(await faultsOf(ofBytes(MEGABYTE - 5), ofBytes(5))).toEqual({});
    expect(bots.handover.effects.at(-1)?.input).toMatchObject({ attachments: [{ filename: 'x.txt' }, {}] });
    expect(await faultsOf(ofBytes(MEGABYTE - 5), ofBytes(6))).toEqual({
      '/attachments': expect.stringContaining('1 MB'),
    });
    expect((await post('/v1/messages', { ...MESSAGE, attachments: [ofBytes(2 * MEGABYTE)] })).status).toBe(413);
  });

  it('have only addresses in a transcript', async () => {
    const transcript = [{ author: 'user', attachments: [ofBytes(1)] }];
    expect(Object.keys(faults(await post('/v1/handovers', { ...HANDOVER, transcript })))).toContain(
      '/transcript/0/attachments/0/content',
    );
  });
});

describe('POST /v1/handovers', () => {
  it('passes the whole request on', async () => {
    const answer = await post('/v1/handovers', HANDOVER, { 'idempotency-key': 'h-1' });
    expect(answer).toEqual({
      status: 201,
      json: { handoverId: expect.any(String), conversationId: expect.any(String), status: 'queue' },
    });
    expect(effect()).toMatchObject({
      ...HANDOVER,
      transcript: [
        { author: 'user', messageId: 'm-0', text: 'Hello', sentAt: new Date('2026-03-02T09:14:50Z'), attachments: [] },
        { author: 'bot', text: 'Hi', attachments: [{ url: 'https://files.example/a.png' }] },
        { ...HANDOVER.transcript[2], text: '', attachments: [] },
      ],
      options: { queueUpdates: false, transcriptMessages: 20 },
      request: { key: 'h-1', body: Buffer.from(JSON.stringify(HANDOVER)) },
    });
  });

  it('refuses options that only the tenant can set, and impossible timers', async () => {
    const options = {
      enabled: true,
      availability: {},
      forwardOnlyHandover: true,
      inactivityMinutes: 0,
      noPickupMinutes: -3,
      inactivityCloseAfter: 1.5,
      other: 1,
    };
    const answer = await post('/v1/handovers', { ...HANDOVER, options });
    expect(answer.status).toBe(400);
    expect(Object.keys(faults(answer)).sort()).toEqual(
      Object.keys(options)
        .map((name) => `/options/${name}`)
        .sort(),
    );
    expect((await post('/v1/handovers', { ...HANDOVER, options: { inactivityMinutes: 5 } })).status).toBe(201);
  });

  it.each(['options', 'profile', 'transcript', 'context', 'categoryIds'])(
    'rejects a long number as %s',
    async (name) => {
      const answer = await post(
        '/v1/handovers',
        JSON.stringify(HANDOVER).replace(/}$/, `,"${name}":9234567890123457}`),
      );
      expect(answer.status).toBe(400);
      expect(Object.keys(faults(answer))).toEqual([`/${name}`]);
    },
  );

  it('limits the size of the input', async () => {
    const answer = await post('/v1/handovers', {
      ...HANDOVER,
      profile: { note: 'x'.repeat(65 * 1024) },
      transcript: Array.from({ length: 1001 }, () => ({ author: 'bot', text: 'x' })),
      reason: 'x'.repeat(1001),
      summary: 'x'.repeat(10_001),
      categoryIds: Array.from({ length: 21 }, () => 'a'),
    });
    expect(Object.keys(faults(answer)).sort()).toEqual([
      '/categoryIds',
      '/profile',
      '/reason',
      '/summary',
      '/transcript',
    ]);
  });

  it('refuses keys by which no repeat can be recognised', async () => {
    expect((await post('/v1/handovers', HANDOVER, { 'idempotency-key': 'x'.repeat(257) })).json['code']).toBe(
      'request.idempotency-key-bad',
    );
  });
});

describe('calls about a running handover', () => {
  it.each(['cancel', 'close', 'inactivity'])(
    '%s accepts the customer and the channel with the session',
    async (name) => {
      await post('/v1/handovers', HANDOVER);
      const { sessionId, userId } = HANDOVER;
      expect((await post(`/v1/handovers/${name}`, { sessionId, userId, channel: 'webchat' })).status).toBe(202);
    },
  );
});

describe('POST /v1/handovers/inactivity', () => {
  it('starts the timer of the running handover, and answers 404 without one', async () => {
    await post('/v1/handovers', HANDOVER);
    expect((await post('/v1/handovers/inactivity', { sessionId: HANDOVER.sessionId, minutes: 5 })).status).toBe(202);
    expect((await post('/v1/handovers/inactivity', { sessionId: 'nobody', minutes: 5 })).status).toBe(404);
  });
});

describe('the rest of /v1', () => {
  it('accepts presence', async () => {
    await post('/v1/messages', MESSAGE);
    expect((await post('/v1/events', { sessionId: 'chat-1', type: 'user_disconnected' })).status).toBe(202);
    expect(effect()).toMatchObject({ sessionId: 'chat-1', type: 'user_disconnected' });
    expect((await post('/v1/events', { sessionId: 'nobody', type: 'user_connected' })).status).toBe(404);
  });

  it.each([
    { type: 'typing_started', preview: 'I was' },
    { type: 'typing_stopped' },
    { type: 'message_read', messageId: 'm-of-the-agent' },
  ])('accepts $type', async (event) => {
    await post('/v1/messages', MESSAGE);
    expect((await post('/v1/events', { sessionId: 'chat-1', ...event })).status).toBe(202);
    expect(effect()).toMatchObject({ sessionId: 'chat-1', ...event });
    expect((await post('/v1/events', { sessionId: 'nobody', ...event })).status).toBe(404);
  });

  it('asks which message was read', async () => {
    const answer = await post('/v1/events', { sessionId: 'chat-1', type: 'message_read' });
    expect(answer.status).toBe(400);
    expect(JSON.stringify(answer.json)).toContain('"/messageId"');
  });

  it('shows a conversation with any id', async () => {
    const sessionId = `a/ü?#%${'x'.repeat(240)}`;
    await post('/v1/messages', { ...MESSAGE, sessionId });
    const answer = await request('GET', `/v1/conversations/${encodeURIComponent(sessionId)}`);
    expect(answer).toMatchObject({
      status: 200,
      json: { sessionId, userId: 'customer-1', state: 'bot', handover: null, createdAt: '2026-03-02T09:00:00.000Z' },
    });
    expect((await request('GET', '/v1/conversations/nobody')).status).toBe(404);
    expect((await request('GET', `/v1/conversations/${'x'.repeat(257)}`)).status).toBe(400);
  });

  it('says whether a handover can start', async () => {
    const answer = await request(
      'GET',
      '/v1/availability?categoryIds=64b1f0a2c9e77d0008a1b013,64b1f0a2c9e77d0008a1b014',
    );
    expect(answer).toEqual({
      status: 200,
      json: {
        available: true,
        reason: 'always',
        agents: { connected: 2, available: 1 },
        checkedAt: expect.any(String),
      },
    });
    expect((await request('GET', '/v1/availability')).status).toBe(200);
    expect((await request('GET', '/v1/availability?categoryIds=%00')).status).toBe(400);
  });

  it('rejects disabled tenants', async () => {
    expect(await post('/v1/messages', MESSAGE, { authorization: 'Bearer key-of-off' })).toMatchObject({
      status: 403,
      json: { code: 'tenant.disabled' },
    });
  });
});

describe('hostile input', () => {
  const WRONG: unknown[] = [
    null,
    true,
    0,
    new ExactNumber('9234567890123457'),
    -1,
    1e308,
    '',
    '\0',
    '\ud800',
    [],
    [[]],
    {},
    { constructor: 1 },
    [null],
    'x'.repeat(10_000),
  ];

  function* mutations(value: unknown): Generator<unknown> {
    yield* WRONG;
    if (typeof value !== 'object' || value === null) return;
    for (const key of Object.keys(value)) {
      const copy = { ...(value as Record<string, unknown>) };
      const part = copy[key];
      delete copy[key];
      const rebuilt = (whole: Record<string, unknown>): unknown =>
        Array.isArray(value) ? Object.values(whole) : whole;
      yield rebuilt(copy);
      for (const mutation of mutations(part)) yield rebuilt({ ...copy, [key]: mutation });
    }
  }

  const routes: [string, unknown][] = [
    ['/v1/messages', MESSAGE],
    ['/v1/handovers', HANDOVER],
    ['/v1/handovers/cancel', { sessionId: 'chat-1' }],
    ['/v1/events', { sessionId: 'chat-1', type: 'user_connected', messageId: 'm', preview: 'p' }],
  ];

  it.each(routes)('gives no 5xx on %s, for any types', async (path, valid) => {
    for (const mutation of mutations(valid)) {
      const { status } = await post(path, JSON.stringify(mutation));
      expect([200, 201, 202, 400, 404, 409, 422], JSON.stringify(mutation)).toContain(status);
    }
  });

  it.each(routes)('gives no 5xx on %s for what is no JSON, too deep or too large', async (path) => {
    const deep = (levels: number) => `{"sessionId":"s","profile":${'['.repeat(levels)}${']'.repeat(levels)}}`;
    const bodies = [
      '',
      '{',
      'null',
      '[]',
      '"x"',
      '5',
      deep(90),
      deep(200),
      deep(30_000),
      '{"__proto__":{"polluted":true}}',
      `{"constructor":{"prototype":{}}}`,
    ];
    for (const body of bodies) expect((await post(path, body)).status, body.slice(0, 50)).toBe(400);
    expect((await post(path, `"${'x'.repeat(21 * 1024 * 1024)}"`)).status).toBe(413);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });
});
