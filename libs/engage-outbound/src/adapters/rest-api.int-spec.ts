import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { EngageIntervention } from '#handover';
import { type EngageThreadId, ExactNumber, type ForeignId, type JsonObject, type JsonValue } from '#kernel';
import type { Tenant } from '#tenant-config';
import { type StubReply, StubServer } from '#testing';
import { fixture, REST_TOKEN, tenantOn } from '../testing/fixtures.js';
import { outboundParts } from '../testing/parts.js';

type Pair = [name: string, value: string];
interface RestCase {
  name: string;
  request: { method: string; path: string; query: Pair[]; form?: Pair[] };
  response: { status: number; body: JsonValue };
}

const cases = new Map(fixture<RestCase[]>('rest').map((recorded) => [recorded.name, recorded]));
const { signal } = new AbortController();
const THREAD = '64b1f0a2c9e77d0008a1b050' as EngageThreadId;
const UNREADABLE = '64b1f0a2c9e77d0008a1b051' as EngageThreadId;
const INTERVENTION = '64b1f0a2c9e77d0008a1b070';
const CONTENT = '64b1f0a2c9e77d0008a1b061';
const CONVERSATION = 'conv-7f3a2c' as ForeignId;
const [BOT, AGENT, SIDE] = ['64b1f0a2c9e77d0008a1b011', '64b1f0a2c9e77d0008a1b012', '64b1f0a2c9e77d0008a1b013'];
const thread = {
  id: THREAD,
  foreignId: CONVERSATION,
  categoryIds: [BOT, SIDE],
  closed: false,
  readAt: expect.any(Date) as Date,
};

let server: StubServer;
let tenant: Tenant;
beforeAll(async () => {
  server = await StubServer.start();
  tenant = tenantOn(server.url);
});
beforeEach(() => server.reset());
afterAll(() => server.stop());

type Parts = ReturnType<typeof outboundParts>;
type Call = (parts: Parts) => Promise<unknown>;

const context = () => ({ tenant, signal, priority: 'agent-facing' as const });
const find: Call = ({ contactCentre }) => contactCentre.findThread(tenant, CONVERSATION, signal);
const read =
  (id: EngageThreadId): Call =>
  ({ contactCentre }) =>
    contactCentre.readThread(tenant, id, signal);
const categorise =
  (id: EngageThreadId, ...categoryIds: string[]): Call =>
  ({ contactCentre }) =>
    contactCentre.replaceCategories(tenant, id, categoryIds, signal);
const list: Call = ({ contactCentre }) => contactCentre.interventions(tenant, [THREAD], signal);

/** Each recorded case: our call, and the result of the recorded answer. */
const understood: [name: string, call: Call, result: unknown][] = [
  ['content-threads list-by-foreign-id', find, thread],
  ['content-threads list-by-foreign-id-not-yet-imported', find, undefined],
  ['content-threads get', read(THREAD), thread],
  ['content-threads get-no-read-permission', read(UNREADABLE), undefined],
  ['content-threads update-categories', categorise(THREAD, AGENT, SIDE), expect.any(Date)],
  [
    'interventions list-by-thread',
    list,
    [
      expect.objectContaining({
        id: INTERVENTION,
        threadId: THREAD,
        closed: false,
        deferred: false,
        userRepliesCount: 1,
      }),
    ],
  ],
  ['interventions list-none', list, []],
  [
    'interventions get',
    ({ interventions }) => interventions.byId(INTERVENTION, context()),
    expect.objectContaining({ createdAt: new Date('2026-02-03T09:17:09Z') }),
  ],
  [
    'interventions get-localised-status',
    ({ interventions }) => interventions.byId(INTERVENTION, context()),
    expect.objectContaining({ closed: true }),
  ],
  [
    'interventions get-cancelled',
    ({ interventions }) => interventions.byId('64b1f0a2c9e77d0008a1b071', context()),
    undefined,
  ],
  [
    'bots engage',
    ({ interventions }) => interventions.engage(CONTENT, context()),
    expect.objectContaining({ id: INTERVENTION, threadId: THREAD, closed: false }),
  ],
  [
    'contents get-with-attachment',
    ({ contactCentre }) => contactCentre.filesOf(tenant, CONTENT, signal),
    [
      {
        url: 'https://harbourline.engagement.dimelo.com/attachments/64b1f0a2c9e77d0008a1b0c0',
        type: 'image',
        filename: 'invoice-march.png',
      },
    ],
  ],
  ['errors not-found', read('000000000000000000000000' as EngageThreadId), undefined],
  [
    'categories list',
    ({ directory }) => directory.categories(context()),
    expect.arrayContaining([{ id: BOT, name: 'Bot', parentId: '64b1f0a2c9e77d0008a1b010' }]),
  ],
  [
    'categories get',
    ({ directory }) => directory.category(AGENT, context()),
    expect.objectContaining({ name: 'Agent' }),
  ],
  [
    'content-sources get',
    ({ directory }) => directory.source(context()),
    expect.objectContaining({
      active: true,
      status: 'ok',
      channelId: '64b1f0a2c9e77d0008a1b003',
      defaultCategoryIds: [BOT],
    }),
  ],
  [
    'content-sources get-in-error',
    ({ directory }) => directory.source(context()),
    expect.objectContaining({ status: 'error', errorMessage: 'Invalid signature' }),
  ],
  [
    'identities list-by-source',
    ({ directory }) => directory.identities('desk-agents', context()),
    [expect.objectContaining({ displayName: 'Service desk', userIds: [expect.any(String), expect.any(String)] })],
  ],
  [
    'status filtered-by-source-and-category',
    ({ directory }) => directory.agents([AGENT], context()),
    expect.arrayContaining([
      {
        agentId: '64b1f0a2c9e77d0008a1b031',
        channelId: '64b1f0a2c9e77d0008a1b003',
        status: 'available',
        busyness: 'busy',
      },
    ]),
  ],
];

describe('REST calls', () => {
  it.each(understood)('%s: asks as recorded and understands the answer', async (name, call, result) => {
    const { request, response } = cases.get(name)!;
    server.reply(response);
    expect(await call(outboundParts())).toEqual(result);
    expect(server.requests).toHaveLength(1);
    const { method, path, query, headers, text } = server.requests[0]!;
    expect({ method, path, query: [...query] }).toEqual({
      method: request.method,
      path: request.path,
      query: request.query,
    });
    expect([...new URLSearchParams(text)]).toEqual(request.form ?? []);
    expect(headers).toMatchObject({ authorization: `Bearer ${REST_TOKEN}`, accept: 'application/json' });
  });

  it.each<[string, Call, object]>([
    [
      'content-threads update-categories-busy',
      categorise(THREAD, AGENT),
      { code: 'engage.busy', kind: 'unavailable', retryAfterMs: 700 },
    ],
    [
      'content-threads update-categories-no-read-permission',
      categorise(UNREADABLE, AGENT),
      { kind: 'rejected', status: 404 },
    ],
    ['errors rate-limit', find, { code: 'engage.throttled', kind: 'throttled', retryAfterMs: 1_500 }],
    [
      'errors token-missing',
      find,
      { kind: 'rejected', status: 401, message: expect.stringContaining('engage.apiAccessToken') },
    ],
  ])('%s: becomes our error', async (name, call, error) => {
    server.reply(cases.get(name)!.response);
    await expect(call(outboundParts())).rejects.toMatchObject(error);
  });

  it('keeps the digits of numeric ids', async () => {
    const { body } = cases.get('content-threads get')!.response;
    server.reply({ status: 200, body: { ...(body as JsonObject), id: new ExactNumber('9007199254740993') } });
    expect(await read(THREAD)(outboundParts())).toMatchObject({ id: '9007199254740993' });
  });

  it('finds files that Engage names by a path', async () => {
    server.reply({
      status: 200,
      body: { id: CONTENT, attachments: [{ url: '/attachments/1' }, { url: 'a.png' }, {}] },
    });
    const files = await outboundParts().contactCentre.filesOf(tenant, CONTENT, signal);
    expect(files).toEqual([{ url: `${server.url}/attachments/1` }]);
  });

  it('finds no files of a content that was deleted or is not readable', async () => {
    server.reply(cases.get('errors not-found')!.response);
    expect(await outboundParts().contactCentre.filesOf(tenant, CONTENT, signal)).toEqual([]);
  });

  it.each([
    ['status no-one-connected', []],
    [
      'status no-one-available',
      expect.arrayContaining([
        expect.objectContaining({ status: 'away' }),
        expect.objectContaining({ status: undefined }),
      ]),
    ],
  ])('%s: is understood', async (name, agents) => {
    server.reply(cases.get(name)!.response);
    expect(await outboundParts().directory.agents([], context())).toEqual(agents);
  });

  it('clears the categories with an empty entry', async () => {
    server.reply({ body: {} });
    await categorise(THREAD)(outboundParts());
    expect(server.requests[0]?.text).toBe('thread_category_ids%5B%5D=');
  });

  it('returns the time of a categorisation on Engage’s clock, else on ours', async () => {
    const parts = outboundParts();
    server.replyOnce({ headers: { date: 'Tue, 03 Feb 2026 09:15:55 GMT' } }, { headers: { date: 'nonsense' } });
    expect(await categorise(THREAD)(parts)).toEqual(new Date('2026-02-03T09:15:55Z'));
    expect(await categorise(THREAD)(parts)).toEqual(parts.clock.now());
  });

  it('treats a 200 whose body does not end as a success', async () => {
    const parts = outboundParts({ deadlineMs: 60_000 });
    server.reply({ headers: { date: 'Tue, 03 Feb 2026 09:15:55 GMT' }, body: 'x', then: 'endless' });
    expect(await categorise(THREAD)(parts)).toEqual(new Date('2026-02-03T09:15:55Z'));
  });

  it.each<[string, StubReply, string]>([
    ['breaks off', { headers: { 'content-length': '100' }, body: '{"count"', then: 'cut' }, 'engage.unavailable'],
    ['has 6 MB', { body: Buffer.alloc(6 * 1024 * 1024, 'x') }, 'engage.refused'],
  ])('needs the whole answer to a read that %s, and reports that Engage answered', async (_, reply, code) => {
    server.reply(reply);
    await expect(find(outboundParts())).rejects.toMatchObject({ code, message: expect.stringContaining('answered') });
  });

  it('looks up the intervention that it opened when the answer breaks off', async () => {
    server.replyOnce(
      { headers: { 'content-length': '100' }, body: '{"id"', then: 'cut' },
      { body: { id: CONTENT, intervention_id: INTERVENTION } },
      cases.get('interventions get')!.response,
    );
    const opened = await outboundParts().contactCentre.openOwnIntervention(tenant, CONTENT, signal);
    expect(opened).toMatchObject({ id: INTERVENTION });
  });

  it('reads lists to their end', async () => {
    const record = (id: number): JsonObject => ({ id: String(id), name: `Category ${id}` });
    server.reply(({ query }) => {
      const offset = Number(query.get('offset') ?? 0);
      const records = Array.from({ length: Math.min(150, 301 - offset) }, (_, index) => record(offset + index));
      return { body: { count: 301, offset, limit: 150, records } };
    });
    const all = await outboundParts().directory.categories(context());
    expect(all.map(({ id }) => Number(id))).toEqual(Array.from({ length: 301 }, (_, index) => index));
    expect(server.requests).toHaveLength(3);
  });

  it('ends a list whose count is larger than the list', async () => {
    server
      .replyOnce({ body: { count: 9, records: [{ id: 'a', name: 'A' }] } })
      .reply({ body: { count: 9, records: [] } });
    expect(await outboundParts().directory.categories(context())).toHaveLength(1);
  });

  it('asks for the interventions of many threads in one call', async () => {
    server.reply({ body: { count: 0, records: [] } });
    await outboundParts().contactCentre.interventions(tenant, [THREAD, UNREADABLE], signal);
    expect(server.requests[0]?.query.getAll('thread_id[]')).toEqual([THREAD, UNREADABLE]);
  });

  it('escapes foreign ids and thread ids in a URL', async () => {
    const { contactCentre } = outboundParts();
    server.replyOnce({ body: { count: 0, records: [] } }, { status: 404 });
    await contactCentre.findThread(tenant, 'a" source:x \\' as ForeignId, signal);
    await contactCentre.readThread(tenant, '../users/1?x=#' as EngageThreadId, signal);
    expect(server.requests[0]?.query.get('q')).toBe(
      String.raw`foreign:"a\" source:x \\" source:64b1f0a2c9e77d0008a1b001`,
    );
    expect(server.requests[1]?.path).toBe('/1.0/content_threads/..%2Fusers%2F1%3Fx%3D%23');
  });

  it.each<[string, JsonValue | string]>([
    ['HTML', '<html>Maintenance</html>'],
    ['an array instead of a page', []],
    ['no records', { count: 1 }],
    ['records without ids', { count: 1, records: [{ foreign_id: CONVERSATION }] }],
  ])('reports a failure to retry when the answer is %s', async (_, body) => {
    server.reply({ body });
    await expect(find(outboundParts())).rejects.toMatchObject({ code: 'engage.unavailable', kind: 'unavailable' });
  });

  it('blocks the domain for all after a 429', async () => {
    const parts = outboundParts();
    server.reply({ status: 429, headers: { 'retry-after': '4' } });
    await expect(find(parts)).rejects.toMatchObject({ kind: 'throttled' });
    expect(parts.governor.blocks).toEqual([{ domain: `127.0.0.1:${server.port}`, milliseconds: 4_000 }]);
  });
});

describe('ending an intervention', () => {
  const answered: EngageIntervention = {
    id: INTERVENTION,
    threadId: THREAD,
    closed: false,
    deferred: false,
    userRepliesCount: 1,
    createdAt: new Date(0),
    updatedAt: new Date(0),
  };
  const unanswered = { ...answered, userRepliesCount: 0 };
  const open = { body: cases.get('interventions get')!.response.body };
  const ended = { body: cases.get('interventions get-localised-status')!.response.body };

  it.each<[string, EngageIntervention, (string | typeof ended)[], string[]]>([
    ['closes an answered one', answered, ['close'], ['PUT close']],
    ['cancels an unanswered one', unanswered, ['cancel'], ['DELETE cancel']],
    [
      'closes one that was answered in between',
      unanswered,
      ['cancel-with-agent-replies', 'close'],
      ['DELETE cancel', 'PUT close'],
    ],
    [
      'cancels one whose reply was deleted',
      answered,
      ['close-without-agent-reply', 'cancel'],
      ['PUT close', 'DELETE cancel'],
    ],
    ['accepts that it is being closed', answered, ['close-in-progress'], ['PUT close']],
    ['accepts that it is being cancelled', unanswered, ['cancel-in-progress'], ['DELETE cancel']],
    ['accepts that it was cancelled before', unanswered, ['get-cancelled'], ['DELETE cancel']],
    [
      'accepts that it was closed before',
      answered,
      ['close-already-closed', 'cancel-with-agent-replies', ended],
      ['PUT close', 'DELETE cancel', 'GET '],
    ],
    ['has nothing to do for a closed one', { ...answered, closed: true }, [], []],
  ])('%s', async (_, intervention, answers, calls) => {
    server.replyOnce(
      ...answers.map((answer) =>
        typeof answer === 'string' ? cases.get(`interventions ${answer}`)!.response : answer,
      ),
    );
    await outboundParts().contactCentre.endIntervention(tenant, intervention, signal);
    expect(server.requests.map(({ method, path }) => `${method} ${path.split('/')[4] ?? ''}`)).toEqual(calls);
  });

  it('reports what to check when the token may do neither', async () => {
    const { response } = cases.get('interventions close-not-owner')!;
    server.replyOnce(response, response, open);
    await expect(outboundParts().contactCentre.endIntervention(tenant, answered, signal)).rejects.toMatchObject({
      kind: 'rejected',
      status: 403,
      message: expect.stringMatching(/Not allowed.*rights/),
    });
  });

  it.each([false, true])('has ended an intervention if the 200 breaks off (closing: %s)', async (closing) => {
    server.reply({ headers: { 'content-length': '100' }, body: '{"id"', then: 'cut' });
    const intervention = { ...answered, userRepliesCount: closing ? 1 : 0 };
    await outboundParts().contactCentre.endIntervention(tenant, intervention, signal);
    expect(server.requests).toHaveLength(1);
  });

  it('passes on that Engage is not available', async () => {
    server.reply({ status: 503 });
    await expect(outboundParts().contactCentre.endIntervention(tenant, answered, signal)).rejects.toMatchObject({
      code: 'delivery.destination-outage',
    });
  });
});

describe('engaging as a virtual agent', () => {
  const virtual = () => ({ ...tenant, engage: { ...tenant.engage, virtualAgent: true } });
  const open = () => outboundParts().contactCentre.openOwnIntervention(virtual(), CONTENT, signal);
  const confirmed = { body: { status: '200', message: 'Success' } };
  const content = (intervention_id: string | null) => ({ body: { id: CONTENT, intervention_id } });

  it('looks up the intervention if the answer only confirms it', async () => {
    server.replyOnce(confirmed, content(INTERVENTION), cases.get('interventions get')!.response);
    expect(await open()).toMatchObject({ id: INTERVENTION });
    expect(server.requests.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'POST /1.0/bots/engage',
      `GET /1.0/contents/${CONTENT}`,
      `GET /1.0/interventions/${INTERVENTION}`,
    ]);
  });

  it('reports a failure to retry if it does not appear yet', async () => {
    server.replyOnce(confirmed, content(null));
    await expect(open()).rejects.toMatchObject({ code: 'engage.unavailable' });
  });

  it('handles a refusal like the other way of opening', async () => {
    server.reply(cases.get('bots engage-refused')!.response);
    await expect(open()).rejects.toMatchObject({ kind: 'rejected' });
  });
});
