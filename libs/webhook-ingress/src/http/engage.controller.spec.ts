import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { UnknownThread } from '#handover';
import { ExactNumber, Secret, storableId } from '#kernel';
import { aTenant } from '../../../tenant-config/src/testing/a-tenant.js';
import { fixture, hmac, startEngageEdge, type EngageEdge } from '../testing/engage-edge.js';

const TOKEN = 'source-token-of-acme-0123456789';
const SECRET = 'webhook-secret-of-acme-4711';
const BODY_LIMIT = 21 * 1024 * 1024;

const acme = aTenant({
  slug: 'acme',
  isDefault: true,
  engage: { realtimeAccessToken: new Secret(TOKEN), webhookSecret: new Secret(SECRET), verifyToken: 'let-me-in' },
});
const fresh = aTenant({
  slug: 'fresh',
  engage: { realtimeAccessToken: undefined, webhookSecret: undefined, verifyToken: 'let-me-in' },
});
const off = aTenant({ slug: 'off', enabled: false });
const quiet = aTenant({
  slug: 'quiet',
  engage: { realtimeAccessToken: new Secret(TOKEN) },
  handover: { queueUpdates: false },
});

let edge: EngageEdge;
beforeAll(async () => {
  edge = await startEngageEdge(acme, fresh, off, quiet);
});
afterAll(async () => edge.app.close());
beforeEach(() => edge.handover.reset());

async function post(body: string | Buffer, headers: Record<string, string> = {}, path = '/handover/rce/acme') {
  const response = await fetch(edge.url + path, {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/json', ...headers },
  });
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    text,
    json: text === '' ? undefined : (JSON.parse(text) as Record<string, never>),
  };
}

const sdk = (body: unknown, path?: string) => {
  const raw = typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body);
  return post(raw, { 'x-smccsdk-signature': hmac(raw, TOKEN) }, path);
};
const webhook = (body: unknown, path?: string) =>
  post(typeof body === 'string' ? body : JSON.stringify(body), { 'x-dimelo-secret': SECRET }, path);

const create = (params: Record<string, unknown>) => ({
  action: 'messages.create',
  params: {
    content_id: 'c-1',
    thread_id: '3f1d2c4b-9a57-4c1e-8f60-2b7d5e9a1c10',
    body: 'Hi',
    format: 'text',
    ...params,
  },
});

describe('SDK calls', () => {
  it.each(fixture<{ name: string; rawBody: string }[]>('sdk-calls'))(
    'answers $name with 200, signed over the bytes sent',
    async ({ rawBody }) => {
      const answer = await sdk(rawBody);
      expect(answer.status).toBe(200);
      expect(answer.headers.get('x-smccsdk-signature')).toBe(hmac(answer.text, TOKEN));
      expect(answer.headers.get('content-type')).toContain('application/json');
    },
  );

  it('declares what is supported, queue updates only for tenants that have set them', async () => {
    const { json } = await sdk({ action: 'implementation.info' });
    expect(json).toEqual({
      objects: { messages: ['create', 'show', 'list'], threads: ['show', 'list'], status: ['mark_as_read'] },
      options: [
        'view.messaging',
        'messages.text',
        'messages.attachments',
        'messages.no_title',
        'threads.no_content',
        'messaging.typing_indicator',
        'messaging.queuing_update',
      ],
    });
    const without = await sdk({ action: 'implementation.info' }, '/handover/rce/quiet');
    expect(without.json?.['options']).not.toContain('messaging.queuing_update');
  });

  it('passes an agent’s message on and returns our id, the same for the same content', async () => {
    const params = {
      attachments: [
        { url: 'https://acme.engagement.dimelo.com/attachments/1', type: 'image', filename: 'map.png' },
        { url: 'javascript:alert(1)' },
        7,
      ],
      sender_name: 'Mara Berg',
      created_at: '2026-02-03T09:17:10Z',
    };
    const first = await sdk(create(params));
    const second = await sdk(create({ ...params, retry: true }));
    expect(first.json).toEqual({ id: expect.stringMatching(/^[0-9a-f-]{36}$/) });
    expect(second.json).toEqual(first.json);
    expect(edge.handover.messages[0]).toMatchObject({
      contentId: 'c-1',
      threadForeignId: '3f1d2c4b-9a57-4c1e-8f60-2b7d5e9a1c10',
      text:
        'Hi\n[File not passed on: javascript_alert(1) – it has no web address]\n' +
        '[File not passed on: file – it has no web address]',
      attachments: [{ url: 'https://acme.engagement.dimelo.com/attachments/1', type: 'image', filename: 'map.png' }],
      senderName: 'Mara Berg',
      createdAt: new Date('2026-02-03T09:17:10Z'),
    });
  });

  it('distinguishes numeric ids by all their digits', async () => {
    const numbered = (id: string) => JSON.stringify(create({ content_id: 0, thread_id: 1 })).replace(':0', `:${id}`);
    const first = await sdk(numbered('9007199254740992'));
    const second = await sdk(numbered('9007199254740993'));
    expect(second.json).not.toEqual(first.json);
    expect(edge.handover.messages).toMatchObject([
      { contentId: '9007199254740992', threadForeignId: '1' },
      { contentId: '9007199254740993', threadForeignId: '1' },
    ]);
  });

  it('answers a message without content_id like any other, a repeat with the same id', async () => {
    const first = await sdk(create({ content_id: undefined, created_at: '2021-05-13T01:23:25Z' }));
    const repeat = await sdk(create({ content_id: undefined, created_at: '2021-05-13T01:23:25Z', retry: true }));
    expect(first.json).toEqual({ id: expect.stringMatching(/^[0-9a-f-]{36}$/) });
    expect(repeat.json).toEqual(first.json);
  });

  it('reads HTML as the text that an agent sees', async () => {
    await sdk(create({ format: 'html', body: '<p>Fish &amp; chips</p><script>alert(1)</script><p>a &lt; b</p>' }));
    expect(edge.handover.messages[0]?.text).toBe('Fish & chips\n\na < b');
  });

  it('replaces what a database cannot hold', async () => {
    await sdk(
      '{"action":"messages.create","params":{"content_id":"c\\u0000","thread_id":"t","body":"a\\u0000b\\ud800c"}}',
    );
    expect(edge.handover.messages[0]).toMatchObject({ contentId: storableId('c\0'), text: 'a\uFFFDb\uFFFDc' });
  });

  it('loses no message that is not UTF-8, and takes no id for another one', async () => {
    const inLatin1 = (letter: string) => JSON.stringify(create({ content_id: `c-${letter}`, body: `Caf${letter}` }));
    for (const letter of ['\xe9', '\xe8', '\ufffd']) {
      const body = Buffer.from(inLatin1(letter), letter === '\ufffd' ? 'utf8' : 'latin1');
      expect(await sdk(body)).toMatchObject({ status: 200, json: { id: expect.any(String) } });
    }
    expect(edge.handover.messages.map(({ text }) => text)).toEqual(Array(3).fill('Caf\uFFFD'));
    expect(new Set(edge.handover.messages.map(({ contentId }) => contentId)).size).toBe(3);
  });

  it.each([
    ['no params', { action: 'messages.create' }],
    ['no thread_id', create({ thread_id: null })],
    ['a body that is a number', create({ body: 5 })],
    ['a body that is a list', create({ body: ['x'] })],
    ['no content', create({ body: ' ', attachments: [] })],
  ])('answers Engage not to repeat a message with %s', async (_, body) => {
    const answer = await sdk(body);
    expect(answer).toMatchObject({ status: 200, json: { error: { fatal: true } } });
    expect(answer.headers.get('x-smccsdk-signature')).toBe(hmac(answer.text, TOKEN));
    expect(edge.handover.messages).toEqual([]);
  });

  it('informs Engage that the thread is unknown, so that the agent sees it', async () => {
    edge.handover.failure = new UnknownThread();
    expect(await sdk(create({}))).toMatchObject({
      status: 200,
      json: { error: { fatal: true, message: expect.any(String) } },
    });
  });

  it('passes queue updates on, in seconds, and omits invalid values', async () => {
    await sdk({
      action: 'messaging.queuing_update',
      params: { thread_id: 't', position: 2.0, estimated_wait_time: 95 },
    });
    await sdk({
      action: 'messaging.queuing_update',
      params: { thread_id: 't', position: -1, estimated_wait_time: 1e300 },
    });
    await sdk({ action: 'messaging.queuing_update', params: { position: 1 } });
    expect(edge.handover.updates).toEqual([
      { threadForeignId: 't', position: 2, estimatedWaitSeconds: 95 },
      { threadForeignId: 't', position: undefined, estimatedWaitSeconds: undefined },
    ]);
  });

  it('passes typing on, by thread or by the message that is answered', async () => {
    await sdk({ action: 'typing.start', params: { thread_id: 't', in_reply_to_id: 'm' } });
    const answer = await sdk({ action: 'typing.stop', params: { in_reply_to_id: 'm' } });
    await sdk({ action: 'typing.start' });
    expect(answer).toMatchObject({ status: 200, text: '{}' });
    expect(edge.handover.typings).toEqual([
      { threadForeignId: 't', answeredId: 'm', typing: true },
      { threadForeignId: undefined, answeredId: 'm', typing: false },
      { threadForeignId: undefined, answeredId: undefined, typing: true },
    ]);
  });

  it('answers 503 when the message could not be stored, so that Engage repeats it', async () => {
    edge.handover.failure = new Error('connection refused by postgres://secret@db');
    const answer = await sdk(create({}));
    expect(answer).toMatchObject({ status: 503, json: { code: 'engage.not-stored' } });
    expect(answer.text).not.toContain('postgres');
  });

  it('serves the default tenant if the URL names none', async () => {
    expect((await sdk({ action: 'messages.list' }, '/handover/rce')).text).toBe('[]');
  });
});

describe('who is calling', () => {
  const { valid, refused } =
    fixture<Record<'valid' | 'refused', { name: string; key: string; rawBody: string; signature: string | null }[]>>(
      'signatures',
    );
  let vectors = 0;
  const signed = async (
    { key, rawBody, signature }: { key: string; rawBody: string; signature: string | null },
    how: 'header' | 'query',
  ) => {
    const slug = `vector-${++vectors}`;
    edge.directory.put(aTenant({ slug, engage: { realtimeAccessToken: new Secret(key) } }));
    const path = `/handover/rce/${slug}`;
    if (signature === null) return post(rawBody, {}, path);
    return how === 'header'
      ? post(rawBody, { 'x-smccsdk-signature': signature }, path)
      : post(rawBody, {}, `${path}?signature=${encodeURIComponent(signature)}`);
  };

  it.each(valid)('accepts the signature of: $name', async (vector) => {
    const statuses = [(await signed(vector, 'header')).status, (await signed(vector, 'query')).status];
    const expected = vector.rawBody.includes('"action"') ? 200 : 400; // an answer's body is not a call
    expect(statuses).toEqual([expected, expected]);
  });

  it.each(refused)('refuses: $name', async (vector) => {
    for (const how of ['header', 'query'] as const) {
      const answer = await signed(vector, how);
      expect(answer).toMatchObject({ status: 422, json: { code: 'engage.signature-invalid' } });
      expect(answer.headers.get('content-type')).toContain('application/problem+json');
      expect(answer.text).not.toContain('messages.list');
    }
  });

  it('takes a good signature in the query next to a bad header, and hex in upper case', async () => {
    const body = '{"action":"messages.list"}';
    const signature = hmac(body, TOKEN).toUpperCase();
    expect(
      (await post(body, { 'x-smccsdk-signature': 'nonsense' }, `/handover/rce/acme?signature=${signature}`)).status,
    ).toBe(200);
  });

  it('checks the credential before it reads the body', async () => {
    expect((await post('{not json')).status).toBe(422);
    expect((await post('{not json', { 'x-smccsdk-signature': 'ff' })).status).toBe(422);
    expect((await post('{not json', { 'x-dimelo-secret': 'wrong' })).status).toBe(403);
    expect((await sdk('{not json')).status).toBe(400);
    expect((await webhook('{not json')).status).toBe(400);
    expect((await post('', {})).status).toBe(422);
  });

  it('refuses authentic bodies that are neither a call nor a batch', async () => {
    for (const body of ['', 'null', '[]', '5', '"x"', '{}', '{"action":5}', '{"events":{}}']) {
      expect([(await sdk(body)).status, (await webhook(body)).status], body).toEqual([400, 400]);
    }
  });

  it('names the missing setting while no token or secret is stored', async () => {
    const path = '/handover/rce/fresh';
    expect(await sdk({ action: 'implementation.info' }, path)).toMatchObject({
      status: 422,
      json: { code: 'tenant.incomplete', missing: ['engage.realtimeAccessToken'] },
    });
    expect(await webhook({ events: [] }, path)).toMatchObject({ status: 422, json: { code: 'tenant.incomplete' } });
  });

  it('rejects unknown and disabled tenants', async () => {
    for (const slug of ['nobody', 'off', 'ACME', '%00', 'a'.repeat(300)]) {
      expect((await sdk({ action: 'messages.list' }, `/handover/rce/${slug}`)).status, slug).toBe(404);
    }
  });

  it('keeps the raw bytes whatever the content type is', async () => {
    const body = '{"action":"messages.list"}';
    for (const type of [
      'text/plain',
      'application/x-www-form-urlencoded',
      'application/octet-stream',
      'nonsense',
      'multipart/form-data; boundary=x',
    ]) {
      expect((await post(body, { 'x-smccsdk-signature': hmac(body, TOKEN), 'content-type': type })).status, type).toBe(
        200,
      );
    }
  });
});

describe('while the tenants cannot be read', () => {
  it('asks for a retry', async () => {
    const bySlug = vi.spyOn(edge.directory, 'bySlug').mockRejectedValue(new Error('database is away'));
    const verification = await fetch(
      `${edge.url}/handover/rce/acme?hub.mode=subscribe&hub.challenge=c&hub.verify_token=let-me-in`,
    );
    expect([
      verification.status,
      (await webhook({ events: [] })).status,
      (await sdk({ action: 'messages.list' })).status,
    ]).toEqual([503, 503, 503]);
    bySlug.mockRestore();
  });
});

describe('webhooks', () => {
  it.each(fixture<{ name: string; facts: string[]; rawBody: string }[]>('webhooks'))(
    'takes $name',
    async ({ rawBody, facts }) => {
      const answer = await webhook(rawBody);
      expect(answer).toMatchObject({ status: 200, text: '' });
      expect(edge.handover.events.map(({ fact }) => fact.type)).toEqual(facts);
      const sent = (JSON.parse(rawBody) as { events: { id: string; type: string }[] }).events;
      expect(edge.handover.events.map(({ id, type, raw }) => ({ id, type, raw: JSON.parse(raw.toString()) }))).toEqual(
        sent.map((event) => ({ id: event.id, type: event.type, raw: event })),
      );
    },
  );

  it('reads an event’s ids and times', async () => {
    const [closed] = fixture<{ name: string; rawBody: string }[]>('webhooks').filter(({ name }) =>
      name.startsWith('intervention-closed: closed-with-timestamp'),
    );
    await webhook(closed!.rawBody);
    expect(edge.handover.events[0]).toMatchObject({
      issuedAt: expect.any(Date),
      sourceId: '64b1f0a2c9e77d0008a1b001',
      threadId: '64b1f0a2c9e77d0008a1b050',
      interventionId: '64b1f0a2c9e77d0008a1b070',
      actorId: '64b1f0a2c9e77d0008a1b031',
    });
  });

  it.each(['content.imported', 'content.replied', 'content.exported'])(
    'uses resource.id as the id of the content if %s has no other',
    async (type) => {
      const by = type === 'content.imported' ? {} : { creator_id: 'agent-1', created_from: 'interface' };
      const metadata = {
        author_id: 'ada',
        in_reply_to_author_id: 'ada',
        created_from: 'synchronizer',
        body: 'Hi',
        ...by,
      };
      for (const id of [undefined, null, ''])
        await webhook({ events: [{ id: `e-${id}`, type, resource: { id: 'c-1', metadata: { ...metadata, id } } }] });
      await webhook({ events: [{ id: 'e', type, resource: { id: 'c-1', metadata: { ...metadata, id: 'c-2' } } }] });
      const ids = edge.handover.events.map(({ fact }) => ('written' in fact ? fact.written?.id : undefined));
      expect(ids).toEqual(['c-1', 'c-1', 'c-1', 'c-2']);
    },
  );

  it('keeps the digits of numeric ids, also in the stored event', async () => {
    const event = '{"id":9007199254740993,"type":"task.taken","resource":{"metadata":{"thread_id":9007199254740995}}}';
    await webhook(`{"events":[${event}]}`);
    expect(edge.handover.events[0]).toMatchObject({ id: '9007199254740993', threadId: '9007199254740995' });
    expect(edge.handover.events[0]?.raw.toString()).toBe(event);
  });

  it('reads source and thread of a summary by its own field names', async () => {
    const [generated] = fixture<{ name: string; rawBody: string }[]>('webhooks').filter(({ name }) =>
      name.startsWith('intervention-segment: summary-generated'),
    );
    await webhook(generated!.rawBody);
    expect(edge.handover.events[0]).toMatchObject({
      sourceId: '64b1f0a2c9e77d0008a1b001',
      threadId: '64b1f0a2c9e77d0008a1b050',
      interventionId: '64b1f0a2c9e77d0008a1b070',
    });
  });

  it('skips malformed elements of an authentic batch and accepts the rest', async () => {
    const good = { id: 'e-1', type: 'intervention.closed', resource: { id: 'i-1', metadata: { thread_id: 't-1' } } };
    const answer = await webhook({
      events: [
        null,
        5,
        'x',
        [],
        {},
        { id: 'e-0' },
        { type: 'task.taken' },
        { id: {}, type: 'a.b' },
        { id: 'x'.repeat(300), type: 'a.b' },
        good,
      ],
    });
    expect(answer.status).toBe(200);
    expect(edge.handover.events).toHaveLength(1);
    expect(edge.handover.events[0]).toMatchObject({
      id: 'e-1',
      fact: { type: 'over' },
      threadId: 't-1',
      interventionId: 'i-1',
    });
  });

  it('reads strange types, such as names of object members, as facts that change nothing', async () => {
    await webhook({
      events: ['__proto__', 'constructor', 'toString', 'task.exploded'].map((type, id) => ({ id, type })),
    });
    expect(edge.handover.events.map(({ fact }) => fact.type)).toEqual(['none', 'none', 'none', 'none']);
  });

  it('refuses a wrong secret and stores nothing', async () => {
    const answer = await post('{"events":[{"id":"e","type":"task.taken"}]}', { 'x-dimelo-secret': `${SECRET}x` });
    expect(answer).toMatchObject({ status: 403, json: { code: 'engage.webhook-secret-wrong' } });
    expect(edge.handover.events).toEqual([]);
  });

  it('answers 503 when an event could not be stored', async () => {
    edge.handover.failure = new Error('database is away');
    expect((await webhook({ events: [{ id: 'e', type: 'task.taken' }] })).status).toBe(503);
  });
});

describe('verification', () => {
  const verify = async (query: string, headers: Record<string, string> = {}, path = '/handover/rce/acme') => {
    const response = await fetch(`${edge.url}${path}?${query}`, {
      headers: { 'content-type': 'application/json', ...headers },
    });
    return { status: response.status, type: response.headers.get('content-type'), text: await response.text() };
  };
  const good = 'hub.mode=subscribe&hub.challenge=q7Zr2mB0cYxv&hub.verify_token=let-me-in';

  it('answers exactly the challenge', async () => {
    const expected = { status: 200, type: 'text/plain; charset=utf-8', text: 'q7Zr2mB0cYxv' };
    expect(await verify(good)).toEqual(expected);
    expect(await verify(good, { 'x-dimelo-secret': SECRET })).toEqual(expected);
    expect(await verify(good, {}, '/handover/rce')).toEqual(expected);
  });

  it('returns challenges that look like JSON or markup as they are', async () => {
    for (const challenge of ['{"a":1}', '<b>&', '123', 'true']) {
      const answer = await verify(
        `hub.mode=subscribe&hub.verify_token=let-me-in&hub.challenge=${encodeURIComponent(challenge)}`,
      );
      expect(answer).toEqual({ status: 200, type: 'text/plain; charset=utf-8', text: challenge });
    }
  });

  it('refuses a wrong token and a wrong secret', async () => {
    expect((await verify(good.replace('let-me-in', 'cognigy123'))).status).toBe(403);
    expect((await verify(good, { 'x-dimelo-secret': 'wrong' })).status).toBe(403);
  });

  it('ignores the secret while none is stored', async () => {
    expect((await verify(good, { 'x-dimelo-secret': 'anything' }, '/handover/rce/fresh')).status).toBe(200);
  });

  it.each([
    '',
    'hub.mode=subscribe',
    good.replace('subscribe', 'unsubscribe'),
    'hub.mode=subscribe&hub.verify_token=let-me-in',
    `${good}&hub.challenge=twice`,
    `${good}&hub.mode=subscribe`,
  ])('calls malformed: %s', async (query) => {
    expect((await verify(query)).status).toBe(400);
  });

  it('rejects unknown and disabled tenants', async () => {
    expect((await verify(good, {}, '/handover/rce/nobody')).status).toBe(404);
    expect((await verify(good, {}, '/handover/rce/off')).status).toBe(404);
  });
});

describe('hostile input', () => {
  const WRONG = [
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
    { __proto__: null, x: 1 },
    'x'.repeat(10_000),
  ];

  /** The value with every part of it, at every level, replaced by every wrong value or omitted. */
  function* mutations(value: unknown): Generator<unknown> {
    yield* WRONG;
    if (typeof value !== 'object' || value === null) return;
    for (const key of Object.keys(value)) {
      const copy = { ...(value as Record<string, unknown>) };
      const part = copy[key];
      delete copy[key];
      yield Array.isArray(value) ? Object.values(copy) : copy;
      for (const mutation of mutations(part))
        yield Array.isArray(value) ? Object.values({ ...copy, [key]: mutation }) : { ...copy, [key]: mutation };
    }
  }

  const call = create({
    attachments: [{ url: 'https://x.example/1', type: 'image', filename: 'a' }],
    sender_name: 'M',
    created_at: '2026-01-01T00:00:00Z',
  });
  const queue = { action: 'messaging.queuing_update', params: { thread_id: 't', position: 1, estimated_wait_time: 2 } };
  const batch = {
    id: 'r',
    events: [
      {
        type: 'task.completed',
        id: 'e',
        user_id: 'u',
        action: 'closed',
        issued_at: '2026-01-01T00:00:00Z',
        resource: { type: 'task', id: 't', metadata: { source_id: 's', thread_id: 't', foreign_id: 'f' } },
      },
    ],
  };

  it('answers wrong types at every level with 200 or 400, never 5xx', async () => {
    const seen = new Set<number>();
    for (const mutation of [...mutations(call), ...mutations(queue)])
      seen.add((await sdk(JSON.stringify(mutation))).status);
    for (const mutation of mutations(batch)) seen.add((await webhook(JSON.stringify(mutation))).status);
    expect([...seen].sort()).toEqual([200, 400]);
  });

  it('survives deep nesting, __proto__ and bytes that are not UTF-8', async () => {
    const deep = (levels: number) => '['.repeat(levels) + ']'.repeat(levels);
    for (const levels of [200, 50_000]) {
      expect((await sdk(`{"action":"messages.create","params":${deep(levels)}}`)).status).toBe(200);
      expect((await webhook(`{"events":[{"id":"e","type":"task.taken","resource":${deep(levels)}}]}`)).status).toBe(
        200,
      );
    }
    expect(
      (
        await sdk(
          '{"action":"messages.create","__proto__":{"x":1},"params":{"__proto__":{"content_id":"c","thread_id":"t","body":"b"}}}',
        )
      ).json,
    ).toMatchObject({ error: {} });
    expect((await sdk(Buffer.from([0xff, 0xfe, 0x00, 0x7b]))).status).toBe(400);
    expect(edge.handover.messages).toEqual([]);
  });

  it('accepts 21 MB and refuses more', async () => {
    const body = Buffer.concat([
      Buffer.from('{"action":"messages.list","x":"'),
      Buffer.alloc(BODY_LIMIT - 33, 'x'),
      Buffer.from('"}'),
    ]);
    expect((await sdk(body)).status).toBe(200);
    expect((await post(Buffer.alloc(BODY_LIMIT + 1))).status).toBe(413);
  });
});
