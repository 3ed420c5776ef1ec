import { Readable } from 'node:stream';
import { setImmediate as connectionIsFree } from 'node:timers/promises';
import { inspect } from 'node:util';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { AppError, Secret } from '#kernel';
import { type StubReply, StubServer } from '#testing';
import { inSpan, startTracing } from '#traces';
import { outboundParts } from '../testing/parts.js';
import { type EngageCall, MAX_REQUEST_BYTES } from './engage-http.js';

const TOKEN = 'a-very-secret-token-0815';
const CUSTOMER_TEXT = 'my card number is 4111';

let server: StubServer;
beforeAll(async () => {
  server = await StubServer.start();
});
beforeEach(() => server.reset());
afterAll(() => server.stop());

const never = new AbortController().signal;

function aCall(overrides: Partial<EngageCall> = {}): EngageCall {
  return {
    method: 'POST',
    url: `${server.url}/realtime/sdk/x`,
    headers: { Authorization: `Bearer ${TOKEN}` },
    body: CUSTOMER_TEXT,
    credential: new Secret(TOKEN),
    ...overrides,
  };
}

async function failureOf(reply: StubReply, call: Partial<EngageCall> = {}, deadlineMs = 5_000): Promise<AppError> {
  server.reply(reply);
  const failure: unknown = await outboundParts({ deadlineMs })
    .http.exchange(aCall(call), never)
    .catch((error: unknown) => error);
  if (!(failure instanceof AppError)) throw new Error('Expected an AppError.', { cause: failure });
  return failure;
}

describe('EngageHttp', () => {
  it('sends its input and returns status, text and the date on Engage’s clock', async () => {
    server.reply({ body: 'ok', headers: { date: 'Tue, 03 Feb 2026 09:15:41 GMT' } });
    const answer = await outboundParts().http.exchange(aCall({ body: 'Grüße 💶' }), never);
    expect(answer).toEqual({
      status: 200,
      body: { text: 'ok', end: 'whole' },
      date: new Date('2026-02-03T09:15:41Z'),
    });
    expect(server.requests[0]?.text).toBe('Grüße 💶');
    expect(server.requests[0]?.headers).toMatchObject({
      'user-agent': 'engage-handover',
      authorization: `Bearer ${TOKEN}`,
    });
  });

  it('passes the trace on while there is one', async () => {
    const collector = await StubServer.start();
    const stop = await startTracing(collector.url);
    await inSpan(
      'test',
      () => ({}),
      () => outboundParts().http.exchange(aCall(), never),
    );
    await stop();
    await collector.stop();
    await outboundParts().http.exchange(aCall(), never);
    const [traced, untraced] = server.requests.map(({ headers }) => headers['traceparent']);
    expect(traced).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/);
    expect(untraced).toBeUndefined();
  });

  it('gives a slow body more time, and sends a stream as it comes', async () => {
    const { http } = outboundParts({ deadlineMs: 100 });
    server.reply({ body: 'ok', delayMs: 300 });
    const slow = { body: Readable.from([Buffer.from('a'), Buffer.from('b')]), extraMs: 4_000 };
    expect(await http.exchange(aCall(slow), never)).toMatchObject({ status: 200 });
    expect(server.requests[0]?.text).toBe('ab');
  });

  it('dates an answer only by Engage’s clock, even if ours shows the same second', async () => {
    const { http, clock } = outboundParts();
    server.reply({ body: 'ok', headers: { date: 'Tue, 03 Feb 2026 09:15:41 GMT' } });
    for (const ours of ['2026-02-03T09:15:41.700Z', '2026-02-03T09:15:42.000Z', '2026-02-03T09:15:40.999Z']) {
      clock.set(ours);
      expect((await http.exchange(aCall(), never)).date).toEqual(new Date('2026-02-03T09:15:41.000Z'));
    }
  });

  it.each<[string, StubReply, string, string]>([
    ['a hanging server', 'hang', 'delivery.destination-outage', 'unavailable'],
    ['a reset connection', 'reset', 'delivery.destination-outage', 'unavailable'],
    ['502', { status: 502 }, 'delivery.destination-outage', 'unavailable'],
    ['503', { status: 503 }, 'delivery.destination-outage', 'unavailable'],
    ['504', { status: 504 }, 'delivery.destination-outage', 'unavailable'],
    ['500', { status: 500 }, 'engage.unavailable', 'unavailable'],
    ['429', { status: 429 }, 'engage.throttled', 'throttled'],
    ['409', { status: 409 }, 'engage.busy', 'unavailable'],
    ['400', { status: 400 }, 'engage.refused', 'rejected'],
    ['401', { status: 401 }, 'engage.refused', 'rejected'],
    ['422', { status: 422 }, 'engage.refused', 'rejected'],
    ['a redirect', { status: 302, headers: { location: '/elsewhere' } }, 'engage.refused', 'rejected'],
  ])('turns %s into one of our errors, without secrets', async (_, reply, code, kind) => {
    const failure = await failureOf(reply, {}, reply === 'hang' ? 200 : 5_000);
    expect(failure).toMatchObject({ code, kind });
    const printed = `${failure.message} ${inspect(failure, { depth: 20, showHidden: true })} ${JSON.stringify(failure)} ${JSON.stringify(failure.cause)}`;
    expect(printed).not.toContain(TOKEN);
    expect(printed).not.toContain(CUSTOMER_TEXT);
    expect(server.requests).toHaveLength(1);
  });

  it('repeats at once, and only once, when a kept-alive connection breaks', async () => {
    const { http } = outboundParts();
    server.replyOnce({ body: 'ok' }, 'reset', { body: 'ok' }, 'reset', 'reset');
    await http.exchange(aCall(), never);
    await connectionIsFree();
    expect(await http.exchange(aCall(), never)).toMatchObject({ status: 200 });
    expect(server.requests).toHaveLength(3);
    await connectionIsFree();
    await expect(http.exchange(aCall(), never)).rejects.toMatchObject({ code: 'delivery.destination-outage' });
    expect(server.requests).toHaveLength(5);
  });

  it('never repeats a request that must be sent once', async () => {
    const { http } = outboundParts();
    server.replyOnce({ body: 'ok' }, 'reset');
    await http.exchange(aCall(), never);
    await connectionIsFree();
    await expect(http.exchange(aCall({ once: true }), never)).rejects.toMatchObject({
      code: 'delivery.destination-outage',
    });
    expect(server.requests).toHaveLength(2);
  });

  it('treats a refused connection and an unknown host as an outage', async () => {
    const gone = await StubServer.start();
    const url = gone.url;
    await gone.stop();
    for (const target of [url, 'http://engage.invalid']) {
      expect(await failureOf({}, { url: target })).toMatchObject({ code: 'delivery.destination-outage' });
    }
  });

  it.each<[string, StubReply, string, string]>([
    ['breaks off', { headers: { 'content-length': '100' }, body: 'half', then: 'cut' }, 'half', 'broken'],
    ['stops in the middle', { headers: { 'content-length': '100' }, body: 'half' }, 'half', 'broken'],
    ['has 6 MB', { body: Buffer.alloc(6 * 1024 * 1024, 'x') }, 'x'.repeat(5 * 1024 * 1024), 'too-long'],
  ])('treats a 200 whose body %s as a success', async (_, reply, text, end) => {
    server.reply(reply);
    const { status, body } = await outboundParts({ deadlineMs: 1_000 }).http.exchange(aCall(), never);
    expect(status).toBe(200);
    expect(body.end).toBe(end);
    expect(body.text === text).toBe(true);
    expect(server.requests).toHaveLength(1);
  });

  it('waits for no body if only the status matters', async () => {
    server.reply({ body: 'x', then: 'endless' });
    const answer = await outboundParts({ deadlineMs: 60_000 }).http.exchange(aCall({ reads: 'nothing' }), never);
    expect(answer).toMatchObject({ status: 200, body: { text: '' } });
  });

  it.each<[string, StubReply]>([
    ['breaks off', { status: 422, headers: { 'content-length': '100' }, body: 'Source not found', then: 'cut' }],
    ['goes on without end', { status: 422, body: `Source not found${' '.repeat(8_000)}`, then: 'endless' }],
  ])('treats a refusal whose body %s as a refusal, and reads the reason from its beginning', async (_, reply) => {
    expect(await failureOf(reply)).toMatchObject({
      code: 'engage.refused',
      status: 422,
      message: expect.stringContaining('Source not found'),
    });
  });

  it('throws the caller’s own reason when the caller aborts in the middle of an answer', async () => {
    server.reply({ body: 'x', then: 'endless' });
    const caller = new AbortController();
    const reason = new Error('The lease is lost.');
    const exchange = outboundParts({ deadlineMs: 60_000 }).http.exchange(aCall(), caller.signal);
    await server.received(1);
    setTimeout(() => caller.abort(reason), 50);
    await expect(exchange).rejects.toBe(reason);
  });

  it('throws the caller’s own reason when the caller aborts', async () => {
    server.reply('hang');
    const caller = new AbortController();
    const reason = new Error('The lease is lost.');
    const exchange = outboundParts().http.exchange(aCall(), caller.signal);
    await server.received(1);
    caller.abort(reason);
    await expect(exchange).rejects.toBe(reason);
  });

  it('does not send a request that is too large for Engage', async () => {
    const failure = await failureOf({}, { body: 'x'.repeat(MAX_REQUEST_BYTES + 1) });
    expect(failure).toMatchObject({ code: 'engage.refused' });
    expect(server.requests).toHaveLength(0);
  });

  it('repeats Engage’s reason in one short line, without the credential', async () => {
    const echo = { error: 'forbidden', message: `Bad\u0000\ntoken ${TOKEN}. ${'x'.repeat(500)}` };
    const { message } = await failureOf({ status: 403, body: echo });
    expect(message).toMatch(/answered HTTP 403: Bad token \[redacted\]\. x{100,200}\. Check the rights/);
    expect(message.length).toBeLessThan(400);
  });

  it.each([
    ['nothing', undefined, 1_500],
    ['seconds', '7', 7_000],
    ['a date', 'Mon, 02 Mar 2026 09:00:03 GMT', 3_000],
    ['a date that is past', 'Mon, 02 Mar 2026 08:00:00 GMT', 500],
    ['an hour', '3600', 60_000],
    ['nonsense', 'soon', 1_500],
  ])('reads a Retry-After of %s', async (_, header, retryAfterMs) => {
    const failure = await failureOf({
      status: 429,
      ...(header === undefined ? {} : { headers: { 'retry-after': header } }),
    });
    expect(failure.retryAfterMs).toBe(retryAfterMs);
  });
});
