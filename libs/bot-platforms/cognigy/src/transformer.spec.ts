import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type JsonObject, Secret } from '#kernel';
import { aTenant } from '../../../tenant-config/src/testing/a-tenant.js';
import { type PlatformApp, startPlatform } from '../../src/testing/platform-app.js';
import { signature } from './application/transformer-signature.js';
import { cognigyBot, fixture, registrationWith, signedHeaders } from './testing/cognigy-tenant.js';
import { FakeCallBudget } from './testing/fake-call-budget.js';
import { HTTP_WRAPPINGS, type HttpRequestOptions, type HttpWrappingName } from './testing/http-wrappings.js';
import { type SandboxOptions, type Transformer, TransformerSandbox } from './testing/transformer-sandbox.js';

const SECRET = `it's "quoted" \\ transformer-secret`.replaceAll(' ', '_');
const endpoint = fixture('endpoint-object');
const INPUT = fixture('transformer.handle-input.payload');
const IDS = { userId: INPUT['userId'], sessionId: INPUT['sessionId'] };

let bots: PlatformApp;
beforeAll(async () => {
  bots = await startPlatform(
    registrationWith(new FakeCallBudget()),
    aTenant({ slug: 'acme', bot: cognigyBot('https://endpoint.example', SECRET) }),
  );
});
afterAll(() => bots.app.close());
beforeEach(() => {
  bots.handover.reset();
  bots.clock.set(new Date());
});

const sandbox = (forwardAll: boolean, options?: SandboxOptions) =>
  new TransformerSandbox(
    { messagesUrl: `${bots.url}/v1/cognigy/messages`, botKey: 'key-of-acme', transformerSecret: SECRET, forwardAll },
    options,
  );
const input = (text: string, data: JsonObject | null = null) => ({ payload: { ...INPUT, text, data }, endpoint });
const output = (text: string | null, data: JsonObject = {}) => ({
  ...fixture('transformer.handle-output.args'),
  output: { text, data },
  processedOutput: { text, data, processed: true },
  endpoint,
});
/** A call of notify or inject, as Express passes it to the transformer. */
function called(body: JsonObject, secret = SECRET, atMs = Date.now()) {
  const status = vi.fn(() => ({ send: vi.fn() }));
  return {
    request: { body, headers: signedHeaders(secret, JSON.stringify(body), atMs) },
    response: { status },
    endpoint,
  };
}
const injected = (name: string) => called({ ...fixture<{ body: JsonObject }>(name).body });
const start = { handoverConnector: { action: 'start' } };
const effects = () => bots.handover.of('acme');
/** Whether the script reports it again with what comes next. */
async function isKept(under: TransformerSandbox, text: string): Promise<boolean> {
  await under.run('handleInput', input('And now?'));
  const { earlier = [] } = under.sent[0]?.data as { earlier?: { text: string }[] };
  return earlier.some((message) => message.text === text);
}
const begin = (under: TransformerSandbox) => under.run('handleOutput', output(null, start));

describe.each(Object.keys(HTTP_WRAPPINGS) as HttpWrappingName[])(
  '2025.25 to 2026.1.0: the transformer behind %s',
  (wrapping) => {
    const options = { wrapping };

    it('also reports data with names that JavaScript itself uses', async () => {
      const under = sandbox(false, options);
      await begin(under);
      const data = JSON.parse(
        '{"form":{"constructor":1,"prototype":2,"__proto__":{"x":1},"own":3,"10":4}}',
      ) as JsonObject;
      expect(await under.run('handleInput', input('Are you there?', data))).toBeNull();
      expect(effects()).toEqual(['start', 'message user: Are you there?']);
    });

    it('keeps the flow silent during a handover when the connector refuses', async () => {
      const under = sandbox(false, options);
      await under.run('handleInject', injected('inject.queue-accepted.request'));
      bots.clock.set(new Date(Date.now() + 600_000)); // no signature is in time
      expect(await under.run('handleInput', input('Are you there?'))).toBeNull();
      bots.clock.set(new Date());
      await begin(under);
      expect(effects()).toEqual(['message user: Are you there?', 'start']);
    });

    it('4.35: hands over with the very first message, whether all is forwarded or not', async () => {
      for (const forwardAll of [true, false]) {
        bots.handover.reset();
        const under = sandbox(forwardAll, options);
        expect(await under.run('handleInput', input('agent please'))).toMatchObject({ text: 'agent please' });
        expect(await begin(under)).toBeNull();
        expect(await under.run('handleInput', input('Are you there?'))).toBeNull();
        expect(effects()).toEqual([
          ...(forwardAll ? ['message user: agent please'] : []),
          'start',
          'message user: Are you there?',
        ]);
      }
    });

    it('lets the bot answer while no handover runs', async () => {
      const under = sandbox(true, options);
      expect(await under.run('handleInput', input('Hi'))).toEqual({ ...INPUT, text: 'Hi', data: null });
      expect(await under.run('handleOutput', output('Hello'))).toEqual({ text: 'Hello', data: {}, processed: true });
      expect(effects()).toEqual(['message user: Hi', 'message bot: Hello']);
    });

    it('passes a cancellation on as data, and the next message to the flow again', async () => {
      const under = sandbox(false, options);
      await under.run(
        'handleOutput',
        output(null, { handoverConnector: { action: 'start', cancelPayload: 'HANDOVER_CANCEL' } }),
      );
      const returned = await under.run('handleInput', input('HANDOVER_CANCEL', { own: 1 }));
      expect(returned).toMatchObject({
        ...IDS,
        text: '',
        data: { own: 1, handover: { status: 'cancelled', event: 'cancelled' } },
      });
      expect(await under.run('handleInput', input('back'))).toMatchObject({ text: 'back' });
      expect(under.requests).toBe(0);
    });
  },
);

describe('the request', () => {
  interface Forms {
    readonly expectedRawBody: string;
    readonly forms: readonly { readonly use: boolean; readonly options: HttpRequestOptions & JsonObject }[];
  }
  const { expectedRawBody, forms } = fixture<Forms>('transformer.http-request.options');

  it('has the form that every wrapping understands, signed over the document', async () => {
    let sent: HttpRequestOptions | undefined;
    const under = sandbox(true, {
      http: async (options) => {
        sent = options;
        return { route: 'bot' };
      },
    });
    await under.run('handleInput', input('Are you there?'));
    const [form] = forms.filter(({ use }) => use);
    expect(Object.keys(sent ?? {})).toEqual(expect.arrayContaining(Object.keys(form?.options ?? {})));
    expect(sent).not.toHaveProperty('body');
    const { url, uri, data, json, headers } = sent ?? expect.unreachable('Nothing was sent.');
    expect(url).toBe(uri);
    expect(data).toEqual(json);
    expect(Object.keys(data as object)).toEqual(
      expect.arrayContaining(Object.keys(JSON.parse(expectedRawBody) as object)),
    );
    const timestamp = headers['X-Connector-Timestamp'] ?? '';
    expect(headers['X-Connector-Signature']).toBe(signature(new Secret(SECRET), timestamp, JSON.stringify(data)));
  });

  it.each(
    fixture<{ results: { name: string; value: unknown; read: JsonObject | null }[] }>(
      'transformer.http-request.results',
    ).results,
  )('reads an answer in the shape $name', async ({ value, read }) => {
    const under = sandbox(true, { http: async () => value });
    await under.run('handleInject', injected('inject.active.request'));
    const passed = await under.run('handleInput', input('Are you there?'));
    if (read?.['route'] === 'bot') return expect(passed).toMatchObject({ data: read['data'] as JsonObject });
    expect(passed).toBeNull();
    expect(await isKept(under, 'Are you there?')).toBe(read === null);
  });

  it.each(fixture<{ errors: { name: string; value: JsonObject }[] }>('transformer.http-request.errors').errors)(
    'survives the error $name',
    async ({ value }) => {
      const under = sandbox(true, { http: () => Promise.reject(Object.assign(new Error(), value)) });
      await under.run('handleInject', injected('inject.active.request'));
      expect(await under.run('handleInput', input('Are you there?'))).toBeNull();
      expect(await isKept(under, 'Are you there?')).toBe(true);
      await under.run('handleInject', injected('inject.completed.request'));
      expect(await under.run('handleInput', input('And now?'))).toMatchObject({ text: 'And now?' });
    },
  );
});

describe('the flag', () => {
  it('follows injected events', async () => {
    const under = sandbox(false);
    const asks = async (text: string) => {
      await under.run('handleInput', input(text));
      return under.requests;
    };
    expect(await asks('one')).toBe(0);
    expect(await under.run('handleInject', injected('inject.queue-accepted.request'))).toMatchObject({
      ...IDS,
      text: '',
    });
    expect(await asks('two')).toBe(1);
    await begin(under); // so that the connector says the same
    await under.run('handleInject', injected('inject.active.request'));
    expect(await asks('three')).toBe(1);
    await under.run('handleInject', injected('inject.completed.request'));
    expect(await asks('four')).toBe(0);
  });

  it('is set at once by the data of the waiting text, which is shown', async () => {
    const under = sandbox(false);
    const waiting = output('One moment', { handoverConnector: { status: 'queue' } });
    expect(await under.run('handleOutput', waiting)).toMatchObject({ text: 'One moment' });
    await under.run('handleInput', input('Are you there?'));
    expect(under.requests).toBe(1);
  });

  it('is set by the answer if no event came', async () => {
    const under = sandbox(true);
    await begin(sandbox(true)); // another replica of the Endpoint started it
    expect(await under.run('handleInput', input('Hello?'))).toBeNull();
    expect(await under.run('handleOutput', output('still me'))).toMatchObject({ text: 'still me' });
  });
});

describe('events of the client', () => {
  it('go on unchanged, and to the agent while a handover runs', async () => {
    const under = sandbox(true);
    for (const name of ['transformer.handle-input.event-connected', 'transformer.handle-input.event-disconnected']) {
      const payload = fixture(name);
      expect(await under.run('handleInput', { payload, endpoint })).toEqual(payload);
    }
    expect(effects()).toEqual([]);
    await begin(under);
    const payload = fixture('transformer.handle-input.event-disconnected');
    expect(await under.run('handleInput', { payload, endpoint })).toEqual(payload);
    expect(effects()).toEqual(['start', 'user_disconnected']);
  });
});

describe('what no one said', () => {
  it.each(['user-input.get-started'])('4.89: %s is not reported', async (name) => {
    const under = sandbox(true);
    const payload = fixture(name);
    expect(await under.run('handleInput', { payload, endpoint })).toEqual(payload);
    expect(await under.run('handleInput', input(''))).toMatchObject({ text: '' });
    expect(under.requests).toBe(0);
  });
});

describe('the destination of an output', () => {
  it('is obeyed', async () => {
    const under = sandbox(true);
    const to = (destination: string) => output(`for ${destination}`, { handoverConnector: { destination } });
    expect(await under.run('handleOutput', to('user'))).toMatchObject({ text: 'for user' });
    expect(await under.run('handleOutput', to('agent'))).toBeNull();
    expect(await under.run('handleOutput', to('both'))).toMatchObject({ text: 'for both' });
    expect(effects()).toEqual(['message bot: for agent', 'message bot: for both']);
  });
});

describe('outputs while a handover runs', () => {
  it('2026.16: with data alone are not shown, but the agent’s next message is', async () => {
    const under = sandbox(false);
    expect(await under.run('handleOutput', output('', { handoverConnector: { status: 'queue' } }))).toBeNull();
    expect(await under.run('handleOutput', output(null, {}))).toMatchObject({ text: null });
    const { body } = fixture<{ body: JsonObject }>('notify.text.request');
    expect(await under.run('handleNotify', called(body))).toMatchObject({ text: body['text'] });
  });

  it.each([true, false])('2026.17: are reported once each (all forwarded: %s)', async (forwardAll) => {
    let isDown = false;
    const under = sandbox(forwardAll, {
      http: async (request) => {
        const answer = await HTTP_WRAPPINGS['axios as it is'](request);
        if (isDown) throw new Error('socket hang up'); // the answer is lost, not the report
        return answer;
      },
    });
    await begin(under);
    isDown = true;
    expect(await under.run('handleOutput', output('Please wait.'))).toMatchObject({ text: 'Please wait.' });
    isDown = false;
    await under.run('handleOutput', output('Still waiting.'));
    await under.run('handleInput', input('Hello?'));
    expect(effects()).toEqual([
      'start',
      'message bot: Please wait.',
      'message bot: Still waiting.',
      'message user: Hello?',
    ]);
  });
});

describe('calls of the connector', () => {
  it('are refused unless signed just now', async () => {
    const under = sandbox(true);
    const { body } = fixture<{ body: JsonObject }>('notify.text.request');
    for (const bad of [called(body, 'another-secret'), called(body, SECRET, Date.now() - 301_000)])
      for (const name of ['handleNotify', 'handleInject'] as (keyof Transformer)[]) {
        expect(await under.run(name, bad)).toBeNull();
        expect(bad.response.status).toHaveBeenCalledWith(401);
      }
    const changed = called(body);
    changed.request.body = { ...body, text: 'Pay here: https://evil.example' };
    expect(await under.run('handleNotify', changed)).toBeNull();
  });

  it('4.51: are shown once, and their echo is not reported', async () => {
    const under = sandbox(true);
    const { body } = fixture<{ body: { text: string; data: JsonObject } & JsonObject }>('notify.text.request');
    const { source: _source, ...four } = body;
    expect(await under.run('handleNotify', called(body))).toEqual(four);
    expect(await under.run('handleNotify', called(body))).toBeNull();
    expect(await under.run('handleOutput', output(body.text, body.data))).toMatchObject({ text: body.text });
    expect(effects()).toEqual([]);
  });
});

describe('while the connector fails', () => {
  const failures: [string, SandboxOptions['http']][] = [
    ['throws', () => Promise.reject(new Error('ECONNREFUSED'))],
    ['answers 503', async () => ({ statusCode: 503, body: '{"route":"bot"}' })],
    ['answers HTML', async () => '<html>'],
    ['answers nothing', async () => undefined],
    ['answers something else', async () => ({ ok: true })],
  ];

  it.each(failures)('it %s: the bot answers, unless an agent is asked for', async (_name, http) => {
    const under = sandbox(true, { http: http! });
    expect(await under.run('handleInput', input('Hi'))).toMatchObject({ text: 'Hi' });
    expect(await under.run('handleOutput', output('Hello'))).toMatchObject({ text: 'Hello' });
    await under.run('handleInject', injected('inject.queue-accepted.request'));
    expect(await under.run('handleInput', input('Are you there?'))).toBeNull();
  });

  it('2026.13: does not wait for longer than Cognigy does', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const under = sandbox(true, { http: () => new Promise(() => undefined) });
    const waiting = under.run('handleInput', input('Hi'));
    await vi.advanceTimersByTimeAsync(4_000);
    vi.useRealTimers();
    expect(await waiting).toMatchObject({ text: 'Hi' });
  });

  it('no message to the agent is lost: it is sent together with the next one', async () => {
    let isDown = false;
    const under = sandbox(false, {
      http: (request) =>
        isDown ? Promise.reject(new Error('ECONNRESET')) : HTTP_WRAPPINGS['request-promise'](request),
    });
    await begin(under);
    isDown = true;
    for (const text of ['one', 'two']) expect(await under.run('handleInput', input(text))).toBeNull();
    isDown = false;
    expect(await under.run('handleInput', input('three'))).toBeNull();
    expect(await under.run('handleInput', input('four'))).toBeNull();
    expect(effects()).toEqual([
      'start',
      'message user: one',
      'message user: two',
      'message user: three',
      'message user: four',
    ]);
  });

  it('a message that the connector cannot read is reported without its data, and blocks no other', async () => {
    const under = sandbox(false);
    await begin(under);
    const deep = Array.from({ length: 60 }).reduce<JsonObject>((inner) => ({ inner }), {});
    const text = 'x'.repeat(100_001);
    expect(await under.run('handleInput', input('one', { deep, huge: 'x'.repeat(950_000) }))).toBeNull();
    expect(await under.run('handleInput', input('two'))).toBeNull();
    expect(effects()).toEqual(['start', 'message user: one', 'message user: two']);
    for (const words of [text, 'three', 'four']) expect(await under.run('handleInput', input(words))).toBeNull();
    expect(effects().at(-1)).toBe('message user: four');
    expect(await isKept(under, 'four')).toBe(false);
  });

  it('no timers are needed', async () => {
    const under = sandbox(true, { timers: false });
    expect(await under.run('handleInput', input('Hi'))).toMatchObject({ text: 'Hi' });
    expect(effects()).toEqual(['message user: Hi']);
  });

  it('a refused start reaches the flow with the next input', async () => {
    const { HandoverDisabled } = await import('#handover');
    bots.handover.startFailure = new HandoverDisabled();
    const under = sandbox(false);
    expect(await begin(under)).toBeNull();
    const next = await under.run('handleInput', input('Hello?'));
    expect(next).toMatchObject({
      text: 'Hello?',
      data: { handover: { status: 'error', error: { reason: 'disabled' } } },
    });
    expect(await under.run('handleInput', input('Still here'))).toEqual({ ...INPUT, text: 'Still here', data: null });
  });
});
