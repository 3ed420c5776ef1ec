import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { HandoverUnavailable } from '#handover';
import { ExactNumber, isJsonObject, type JsonObject, Secret } from '#kernel';
import { mapProfile } from '#profile-mapping';
import { aTenant } from '../../../../tenant-config/src/testing/a-tenant.js';
import { type PlatformApp, startPlatform } from '../../../src/testing/platform-app.js';
import { cognigyBot, fixture, registrationWith, signedHeaders, URL_TOKEN } from '../testing/cognigy-tenant.js';
import { FakeCallBudget } from '../testing/fake-call-budget.js';

interface RequestFixture {
  readonly url: string;
  readonly headers: Record<string, string>;
  readonly body: JsonObject;
}
interface Answer {
  readonly status: number;
  readonly json: JsonObject & { errors?: { pointer: string; detail: string }[] };
}

const SECRET = 'transformer-secret-for-tests';
const secrets = { webhookKey: new Secret('demo'), outputsPassword: new Secret('test-password') };
let bots: PlatformApp;
beforeAll(async () => {
  const acme = aTenant({ slug: 'acme', bot: cognigyBot('https://endpoint-trial.cognigy.ai', SECRET, { secrets }) });
  bots = await startPlatform(registrationWith(new FakeCallBudget()), acme);
});
afterAll(() => bots.app.close());
beforeEach(() => {
  bots.handover.reset();
  bots.clock.set(new Date(1_777_887_000_000));
});

async function send(path: string, body: string | object, headers: Record<string, string> = {}): Promise<Answer> {
  const response = await fetch(bots.url + path, {
    method: 'POST',
    headers: {
      'x-api-key': 'key-of-acme',
      'content-type': 'application/json',
      ...Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])),
    },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  const text = await response.text();
  return { status: response.status, json: (text === '' ? {} : JSON.parse(text)) as Answer['json'] };
}
/** Sends a fixture unchanged, except that the API key is the test's own and the body is compact, as it was signed. */
function replay(name: string, changes: JsonObject = {}): Promise<Answer> {
  const { url, headers, body } = fixture<RequestFixture & JsonObject>(name);
  const { 'X-API-Key': _key, ...others } = headers;
  return send(new URL(url).pathname, { ...body, ...changes }, others);
}
function report(message: JsonObject, headers?: Record<string, string>): Promise<Answer> {
  const { body } = fixture<RequestFixture & JsonObject>('messages.user.request');
  const text = JSON.stringify({ ...body, ...message });
  return send('/v1/cognigy/messages', text, headers ?? signedHeaders(SECRET, text, bots.clock.millis()));
}
const effects = () => bots.handover.of('acme');
const input = <Input = JsonObject>() => bots.handover.effects.at(-1)?.input as Input;
const faults = ({ json }: Answer) =>
  Object.fromEntries((json.errors ?? []).map(({ pointer, detail }) => [pointer, detail]));

describe('handovers from HTTP Request nodes', () => {
  it('accepts the whole start and answers with id and status', async () => {
    const answer = await replay('handover-start.request');
    const { status, body } = fixture<{ status: number; body: JsonObject }>('handover-start.response');
    expect(answer).toEqual({ status, json: { ...body, handoverId: expect.any(String) } });
    expect(input()).toMatchObject({
      sessionId: 'session-5e0c9b1a-7d44-4f4e-9a0b-2c1d8e6f7a90',
      userId: 'wc-7f3a1c52-user',
      address: {
        urlToken: URL_TOKEN,
        channel: 'webchat3',
        cancelPayload: 'HANDOVER_CANCEL',
        acceptedMessage: 'One moment, I am finding a colleague.',
      },
      profile: fixture('profile'),
      categoryIds: ['61f0c3a27aa58d0007b1e9a4'],
      context: { channel: 'webchat3', language: 'en-GB' },
      transcript: [
        {
          author: 'user',
          text: 'My parcel is late',
          messageId: 'tr-1',
          sentAt: new Date(1777886990000),
          attachments: [],
        },
        {
          author: 'bot',
          text: 'Shall I get a colleague?',
          content: { type: 'quick_replies', items: [{ title: 'Yes' }, { title: 'No' }] },
          messageId: 'tr-2',
        },
        { author: 'user', text: 'yes', messageId: 'tr-3' },
      ],
      options: {
        queueEvent: true,
        activeEvent: true,
        queueUpdates: true,
        userConnectsMessage: true,
        userDisconnectsMessage: true,
        inactivityMinutes: 5,
      },
      request: { key: 'start b0b6a5de-5d0e-4a0e-8b8c-3a5f6d2e9c11' },
    });
  });

  it('answers a running handover with 200 and the same body', async () => {
    const first = await replay('handover-start.request');
    const second = await replay('handover-start.request', { inputId: 'another-input' });
    expect(second).toEqual({ status: fixture('handover-start.duplicate.response')['status'], json: first.json });
    expect(effects()).toEqual(['start']);
  });

  it.each(['cancel', 'close', 'inactivity'])(
    'accepts a %s that names the channel together with the four ids',
    async (name) => {
      await replay('handover-start.request');
      expect((await replay(`handover-${name}.request`, { channel: 'webchat3' })).status).toBe(202);
    },
  );

  it('distinguishes calls of one input, and recognises repeats of one call', async () => {
    const inputId = 'one-input';
    for (const name of ['handover-start', 'handover-inactivity', 'handover-inactivity', 'handover-cancel'])
      expect((await replay(`${name}.request`, { inputId })).status).toBeLessThan(300);
    expect(effects()).toEqual(['start', 'inactivity', 'cancel']);
    expect((await replay('handover-inactivity.request', { inputId, minutes: 4 })).status).toBe(422);
  });

  it('closes, cancels and watches', async () => {
    for (const [name, effect] of [
      ['handover-close.request', 'close'],
      ['handover-cancel.request', 'cancel'],
      ['handover-inactivity.request', 'inactivity'],
    ] as const) {
      expect((await replay(name, { inputId: `before ${effect}` })).status).toBe(404);
      await replay('handover-start.request', { inputId: `start for ${effect}` });
      expect((await replay(name)).status).toBe(202);
      expect(effects().at(-1)).toBe(effect);
    }
    expect(input()).toMatchObject({ minutes: 3 });
  });

  it('4.97–4.99: distinguishes the unknown Endpoint, the invalid body, the unsupported channel and the outage', async () => {
    expect(await replay('handover-start.request', { urlToken: 'f'.repeat(64) })).toMatchObject({
      status: 404,
      json: { code: 'cognigy.unknown-endpoint' },
    });
    expect(await send('/v1/cognigy/handovers', '{"urlToken":')).toMatchObject({ status: 400 });
    expect(await replay('handover-start.request', { channel: 'rest' })).toMatchObject({
      status: 422,
      json: fixture<{ body: JsonObject }>('handover-start.error-unsupported.response').body,
    });
    const { body } = fixture<{ body: { handover: { error: { message: string } } } }>(
      'handover-start.error-unavailable.response',
    );
    bots.handover.startFailure = new HandoverUnavailable(body.handover.error.message, { reason: 'error' });
    expect(await replay('handover-start.request')).toMatchObject({ status: 503, json: body });
  });

  it('2025.17: accepts ids only as text, however long', async () => {
    const long = '12345678901234567890123456789012345678901234567890';
    await replay('handover-start.request', { userId: long, sessionId: long });
    expect(input()).toMatchObject({ userId: long, sessionId: long });
    const raw = '{"urlToken":"t","userId":12345678901234567890,"sessionId":1,"inputId":2}';
    const refused = await send('/v1/cognigy/handovers', raw);
    expect(refused.status).toBe(400);
    expect(JSON.stringify(refused.json.errors)).toContain('would lose digits');
    expect(Object.keys(faults(refused))).toEqual(expect.arrayContaining(['/userId', '/sessionId', '/inputId']));
  });

  it('refuses ids that would have to be changed to be stored', async () => {
    for (const id of ['a\0', '\ud800']) {
      const ids = { urlToken: id, userId: id, sessionId: id, inputId: id };
      const refused = faults(await send('/v1/cognigy/handovers', JSON.stringify(ids)));
      expect(Object.keys(refused).toSorted()).toEqual(['/inputId', '/sessionId', '/urlToken', '/userId']);
    }
  });

  it('2026.4: accepts profile and transcript also as JSON text, and treats empty expressions as omitted', async () => {
    await replay('handover-start.request', {
      profile: JSON.stringify(fixture('profile')),
      transcript: JSON.stringify(fixture('transcript')),
    });
    expect(input()).toMatchObject({
      profile: { firstname: 'Lena' },
      transcript: [{ text: 'My parcel is late' }, {}, {}],
    });
    bots.handover.reset();
    const empty = {
      profile: '',
      transcript: '',
      channel: '',
      language: '',
      acceptedMessage: '',
      cancelPayload: '',
      options: null,
    };
    expect((await replay('handover-start.request', empty)).status).toBe(201);
    expect(input()).not.toHaveProperty('profile');
    expect(input()).toMatchObject({ address: { cancelPayload: null, acceptedMessage: null } });
  });

  it('accepts the complete turns of a transcript that was cut off, and warns', async () => {
    const transcript = JSON.stringify(fixture('transcript'));
    const answer = await replay('handover-start.request', { transcript: transcript.slice(0, -40) });
    expect(answer).toMatchObject({
      status: 201,
      json: { status: 'queue', warnings: [expect.stringContaining('cut off')] },
    });
    expect(input<{ transcript: object[] }>().transcript).toMatchObject([{ text: 'My parcel is late' }, {}]);
    const again = await replay('handover-start.request', { inputId: 'another', transcript: '[{"role":"us' });
    expect(again).toMatchObject({ status: 200, json: { warnings: [expect.stringContaining('cut off')] } });
    expect((await replay('handover-start.request', { inputId: 'third', transcript: 'words' })).status).toBe(400);
  });

  it('warns of a start that is nearly too large for an HTTP Request node', async () => {
    const note = (bytes: number) => ({ inputId: `of ${bytes}`, summary: 'x'.repeat(bytes) });
    expect((await replay('handover-start.request', note(40_000))).json).not.toHaveProperty('warnings');
    const { json } = await replay('handover-start.request', note(60_000));
    expect(json['warnings']).toEqual([expect.stringMatching(/has 6\d{4} bytes.*above 65000/)]);
  });

  it('accepts a repeated tool call of a model with other words, and words of any length', async () => {
    const long = { reason: 'r'.repeat(3_000), summary: 's'.repeat(30_000) };
    const first = await replay('handover-start.request', long);
    expect(input()).toMatchObject({ reason: 'r'.repeat(1_000), summary: 's'.repeat(10_000) });
    const again = await replay('handover-start.request', { reason: 'The customer insists' });
    expect(again.status).toBeLessThan(300);
    expect(again.json).toEqual(first.json);
    expect(effects()).toEqual(['start']);
  });

  it('2026.3, 2026.5, 2026.9: names the Endpoint and the tenant that do not belong together, for the flow too', async () => {
    for (const answer of [
      await replay('handover-start.request', { urlToken: 'f'.repeat(64) }),
      await report({ urlToken: 'f'.repeat(64) }),
    ]) {
      expect(answer).toMatchObject({
        status: 404,
        json: { handover: { status: 'error', error: { reason: 'error' } } },
      });
      expect(answer.json['detail']).toMatch(/ffffffff….*"acme".*bot\.urlTokens/);
    }
  });

  it('2025.23, 2025.25: accepts a profile with dotted names, nested and odd values unchanged', async () => {
    const profile = {
      'user.name': 'Lena',
      nested: { deep: { list: [{ a: 1 }, null, 'x'] } },
      nothing: null,
      number: 12.5,
      yes: true,
      empty: {},
    };
    expect((await replay('handover-start.request', { profile })).status).toBe(201);
    expect(input()).toMatchObject({ profile });
    expect(mapProfile(profile, { rules: [], exclude: [], onCollision: 'suffix' }, { userId: 'u' }).contextData).toEqual(
      {
        'user-name': 'Lena',
        'nested-deep-list': '[{"a":1},null,"x"]',
        number: '12.5',
        yes: 'true',
      },
    );
  });

  it('refuses an expression that Cognigy did not evaluate', async () => {
    const expression = { $cs: { script: 'profile', type: 'object' } };
    const refused = await replay('handover-start.request', { profile: expression, transcript: expression });
    expect(Object.keys(faults(refused)).sort()).toEqual(['/profile', '/transcript']);
  });

  it('leaves out steps of the transcript that no one said', async () => {
    const step = (role: string, type: string, text: string, data: JsonObject = {}) => ({
      role,
      type,
      payload: { text, data },
    });
    const transcript = [
      step('system', 'input', 'You are helpful'),
      step('assistant', 'toolCall', 'lookup()'),
      step('tool', 'toolAnswer', '{}'),
      step('assistant', 'debugLog', 'log'),
      step('user', 'input', 'GET_STARTED'),
      step('assistant', 'output', 'Hello, this is Dana.', { handoverConnector: { origin: 'agent' } }),
      null,
      'x',
      { ...step('assistant', 'output', ''), payload: { text: '', textAlternative: 'A list of hats' } },
      step('agent', 'output', 'From before'),
    ];
    await replay('handover-start.request', { transcript });
    expect(input<{ transcript: { author: string; text: string }[] }>().transcript).toMatchObject([
      { author: 'bot', text: 'A list of hats' },
      { author: 'agent', text: 'From before' },
    ]);
  });
});

describe('messages from the transformer', () => {
  it('checks the documented signature over the raw bytes', async () => {
    const { rawBody, timestamp, signature } = fixture<Record<string, string>>('signature.example');
    const headers = { 'x-connector-timestamp': timestamp!, 'x-connector-signature': signature! };
    expect((await send('/v1/cognigy/messages', rawBody!, headers)).status).toBe(200);
    expect((await send('/v1/cognigy/messages', `${rawBody!} `, headers)).status).toBe(401);
  });

  it('accepts the fixtures of all directions', async () => {
    expect(await replay('messages.user.request')).toMatchObject({ status: 200, json: { route: 'bot' } });
    expect(await replay('messages.bot.request')).toEqual({
      status: 200,
      json: fixture<{ body: JsonObject }>('messages.bot.response').body,
    });
    await replay('handover-start.request');
    expect(await replay('messages.event.request')).toMatchObject({ status: 200, json: { route: 'bot' } });
    expect(await report({ messageId: 'm-2', text: 'And now?' })).toEqual({
      status: 200,
      json: fixture<{ body: JsonObject }>('messages.agent.response').body,
    });
    expect(effects()).toEqual([
      'message user: Are you there?',
      'message bot: I will fetch a colleague for you.',
      'start',
      'user_disconnected',
      'message user: And now?',
    ]);
  });

  it('refuses calls that are unsigned, signed with another secret, old, or from the future', async () => {
    const { body } = fixture<RequestFixture & JsonObject>('messages.user.request');
    const text = JSON.stringify(body);
    const now = bots.clock.millis();
    const good = signedHeaders(SECRET, text, now);
    const bad: Record<string, string>[] = [
      {},
      signedHeaders('another-secret-of-theirs', text, now),
      signedHeaders(SECRET, text, now - 301_000),
      signedHeaders(SECRET, text, now + 301_000),
      { ...good, 'x-connector-timestamp': String(Number(good['x-connector-timestamp']) + 1) },
      { ...good, 'x-connector-timestamp': 'NaN' },
      { ...good, 'x-connector-signature': 'sha256=' },
    ];
    for (const headers of bad) {
      const answer = await send('/v1/cognigy/messages', text, headers);
      expect(answer).toMatchObject({ status: 401, json: { code: 'cognigy.signature-bad' } });
    }
    for (const offset of [-299_000, 299_000])
      expect((await send('/v1/cognigy/messages', text, signedHeaders(SECRET, text, now + offset))).status).toBe(200);
    expect((await send('/v1/cognigy/messages', '{', {})).status).toBe(401); // before anything is parsed
    expect((await send('/v1/cognigy/messages', text, { ...good, 'x-api-key': 'nobody' })).status).toBe(401);
  });

  it('2025.10: cancels by the payload, once, and says so in the answer', async () => {
    await replay('handover-start.request');
    const cancel = { messageId: 'm-c', text: ' HANDOVER_CANCEL ' };
    bots.handover.effects.length = 0;
    const first = await report(cancel);
    expect(first.status).toBe(200);
    const expected = fixture<{ body: { data: { handover: JsonObject } } & JsonObject }>(
      'messages.cancelled.response',
    ).body;
    expect(first.json).toEqual({
      ...expected,
      data: {
        handover: {
          ...expected.data.handover,
          handoverId: (first.json['data'] as typeof expected.data).handover['handoverId'],
        },
      },
    });
    expect(await report(cancel)).toEqual(first);
    expect(effects()).toEqual(['cancel']);
    expect(input()).toMatchObject({ how: 'cancel', announced: true });
  });

  it('treats the cancel payload as text when no handover runs', async () => {
    await replay('handover-start.request');
    await replay('handover-close.request');
    expect((await report({ text: 'HANDOVER_CANCEL' })).json).toEqual({ route: 'bot' });
    expect(effects().at(-1)).toBe('message user: HANDOVER_CANCEL');
  });

  it('does not show agents what no one said, but routes it', async () => {
    await replay('handover-start.request');
    for (const [messageId, text] of Object.entries({
      a: 'GET_STARTED',
      b: '',
      c: 'cIntent:help',
      d: 'DATA_ONLY_MESSAGE_x',
    }))
      expect((await report({ messageId, text })).json).toEqual({ route: 'agent' });
    expect(effects()).toEqual(['start']);
  });

  it('4.51: drops the echo of what an agent said', async () => {
    const data = { handoverConnector: { origin: 'agent', eventId: 'evt_1' } };
    expect((await report({ direction: 'bot', text: 'Hello, this is Dana.', data })).json).toEqual({ route: 'bot' });
    expect(effects()).toEqual([]);
  });

  it('4.45: keeps who said it', async () => {
    await report({ messageId: '1', direction: 'user', text: 'from the customer' });
    await report({ messageId: '2', direction: 'bot', text: 'from the flow' });
    expect(effects()).toEqual(['message user: from the customer', 'message bot: from the flow']);
  });

  it('4.51: applies a repeated report once, also inside a later one', async () => {
    const first = { messageId: 'm-1', direction: 'user', text: 'one', data: {}, sentAt: '2026-05-04T09:30:00.000Z' };
    await report(first);
    const again = await report({ messageId: 'm-2', text: 'two', earlier: [first] });
    expect(again.status).toBe(200);
    expect(effects()).toEqual(['message user: one', 'message user: two']);
  });

  it('2026.17: applies every output of the queue once, however often it is reported', async () => {
    await replay('handover-start.request');
    const said = { direction: 'bot', text: 'Please wait.', data: {} };
    const first = { messageId: 'o-1', ...said, sentAt: '2026-05-04T09:30:00.000Z' };
    expect((await report(first)).json).toEqual({ route: 'agent' });
    for (const messageId of ['o-2', 'o-3']) await report({ messageId, ...said, earlier: [first] });
    expect(effects()).toEqual(['start', ...Array.from({ length: 3 }, () => 'message bot: Please wait.')]);
  });

  it('starts, closes and cancels by data of an output', async () => {
    const { data } = fixture<{ data: JsonObject }>('say-data.handover-start');
    const started = await report({ messageId: 'o-1', direction: 'bot', text: null, data });
    expect(started.json).toEqual({
      route: 'agent',
      data: { handover: { status: 'queue', handoverId: expect.any(String) } },
    });
    expect(input()).toMatchObject({ profile: { firstname: 'Lena' }, categoryIds: ['61f0c3a27aa58d0007b1e9a4'] });
    const close = { handoverConnector: { action: 'close' } };
    expect((await report({ messageId: 'o-2', direction: 'bot', text: 'Good bye', data: close })).json).toEqual({
      route: 'bot',
    });
    expect((await report({ messageId: 'o-3', direction: 'bot', text: '', data: close })).status).toBe(200);
    expect(effects()).toEqual(['start', 'message bot: Good bye', 'close']);
  });

  it('reports a refused start of an output as data', async () => {
    bots.handover.startFailure = new HandoverUnavailable('No agent is available.');
    const { data } = fixture<{ data: JsonObject }>('say-data.handover-start');
    expect((await report({ direction: 'bot', text: '', data })).json).toEqual({
      route: 'bot',
      data: {
        handover: {
          status: 'error',
          event: 'error',
          error: { reason: 'unavailable', message: 'No agent is available.' },
        },
      },
    });
  });

  it('does not show agents what is only for the customer', async () => {
    await report({ direction: 'bot', text: 'for you only', data: { handoverConnector: { destination: 'user' } } });
    expect(effects()).toEqual([]);
  });
});

describe('outputs of a Webhook Endpoint', () => {
  const outputs = (name: string, headers = {}) => {
    const { body, headers: own } = fixture<RequestFixture & JsonObject>(name);
    return send('/v1/cognigy/outputs/demo', body, { ...own, 'x-api-key': '', ...headers });
  };

  it('accepts them with the Basic credentials, whatever else Cognigy adds', async () => {
    expect(await outputs('webhook-endpoint.callback.text.request')).toEqual({ status: 202, json: { route: 'bot' } });
    await outputs('webhook-endpoint.callback.text.request'); // the same words twice are two outputs
    expect((await outputs('webhook-endpoint.callback.handover.request')).status).toBe(202);
    expect(effects()).toEqual([
      'message bot: Could you give me the order number?',
      'message bot: Could you give me the order number?',
      'start',
    ]);
    expect(input()).toMatchObject({ profile: { firstname: 'Lena' }, address: { urlToken: URL_TOKEN } });
  });

  it('recognises a repeat by the id that an Output Transformer gave it', async () => {
    const { body, headers } = fixture<RequestFixture & JsonObject>('webhook-endpoint.callback.text.request');
    const said = (messageId: string, text: string) => {
      const data = { handoverConnector: { messageId } };
      return send('/v1/cognigy/outputs/demo', { ...body, AIOutput: { text, data } }, headers);
    };
    for (const messageId of ['o-1', 'o-1', 'o-2']) expect((await said(messageId, 'Hello')).status).toBe(202);
    expect(effects()).toEqual(['message bot: Hello', 'message bot: Hello']);
    expect((await said('o-1', 'Something else')).status).toBe(422);
  });

  it('rejects all other callers', async () => {
    const basic = (pair: string) => `Basic ${Buffer.from(pair).toString('base64')}`;
    for (const authorization of [
      '',
      'Bearer key-of-acme',
      basic('cognigy:'),
      basic('cognigy:test-passwor'),
      basic('x:test-password'),
    ])
      expect((await outputs('webhook-endpoint.callback.text.request', { Authorization: authorization })).status).toBe(
        401,
      );
    const { body, headers } = fixture<RequestFixture & JsonObject>('webhook-endpoint.callback.text.request');
    expect((await send('/v1/cognigy/outputs/acme', body, headers)).status).toBe(401);
    expect(effects()).toEqual([]);
  });

  it('names what is wrong with the body', async () => {
    const { headers } = fixture<RequestFixture & JsonObject>('webhook-endpoint.callback.text.request');
    const refused = await send('/v1/cognigy/outputs/demo', { userId: 7, AIOutput: 'x' }, headers);
    expect(refused.status).toBe(400);
    expect(Object.keys(faults(refused)).sort()).toEqual(['/AIOutput', '/sessionId', '/userId']);
    for (const body of ['[]', 'null', '"x"', '{}'])
      expect((await send('/v1/cognigy/outputs/demo', body, headers)).status).toBe(400);
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
    'x'.repeat(9_000),
  ];

  function* mutations(value: unknown): Generator<unknown> {
    yield* WRONG;
    if (!isJsonObject(value)) return;
    for (const key of Object.keys(value)) {
      const { [key]: part, ...rest } = value;
      yield rest;
      for (const mutation of mutations(part)) yield { ...rest, [key]: mutation };
    }
  }
  const FINE = [200, 201, 202, 400, 404, 409, 422];
  const bodyOf = (name: string) => fixture<RequestFixture & JsonObject>(name).body;

  it('gives no 5xx on handovers, for any types', async () => {
    for (const mutation of mutations(bodyOf('handover-start.request')))
      expect(FINE, JSON.stringify(mutation)?.slice(0, 300)).toContain(
        (await send('/v1/cognigy/handovers', JSON.stringify(mutation))).status,
      );
  });

  it('gives no 5xx on messages, for any types', async () => {
    const data = fixture<{ data: JsonObject }>('rich.gallery').data;
    for (const direction of ['user', 'bot', 'event'])
      for (const mutation of mutations({ ...bodyOf('messages.user.request'), direction, data, earlier: [] })) {
        const text = JSON.stringify(mutation);
        const answer = await send('/v1/cognigy/messages', text, signedHeaders(SECRET, text, bots.clock.millis()));
        expect(FINE, text.slice(0, 300)).toContain(answer.status);
      }
  });

  it('limits the size and depth of expressions', async () => {
    const deep = '['.repeat(200_000) + ']'.repeat(200_000);
    expect((await replay('handover-start.request', { transcript: deep })).status).toBe(400);
    expect((await replay('handover-start.request', { profile: `{"a":${deep.slice(0, 300)}` })).status).toBe(400);
    expect((await replay('handover-start.request', { profile: { note: 'x'.repeat(66_000) } })).status).toBe(400);
    expect((await send('/v1/cognigy/handovers', `"${'x'.repeat(2_000_000)}"`)).status).toBe(413);
  });
});
