import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { BotEvent } from '#handover';
import { type AppError, type ConversationId, type JsonObject, Secret, type SessionId, type UserId } from '#kernel';
import type { Tenant } from '#tenant-config';
import { aTenant } from '../../../../tenant-config/src/testing/a-tenant.js';
import { type PlatformApp, startPlatform } from '../../../src/testing/platform-app.js';
import { CognigyBudgetSpent } from '../application/cognigy.errors.js';
import { CognigyStub } from '../testing/cognigy-stub.js';
import { cognigyBot, fixture, registrationWith, URL_TOKEN } from '../testing/cognigy-tenant.js';
import { FakeCallBudget } from '../testing/fake-call-budget.js';

interface CallFixture {
  readonly url: string;
  readonly headers: Record<string, string>;
  readonly body: JsonObject & {
    text: string;
    data: JsonObject & { handover?: JsonObject; handoverConnector?: JsonObject };
  };
}

const SECRET = 'transformer-secret-for-tests';
const never = new AbortController().signal;
const budget = new FakeCallBudget();
let cognigy: CognigyStub;
let under: PlatformApp;
let tenant: Tenant;
beforeAll(async () => {
  cognigy = await CognigyStub.start({
    urlTokens: [URL_TOKEN, 'native-url-token'],
    transformerSecret: SECRET,
    webhookKey: 'webhook-key-for-tests',
    apiKey: 'cognigy-api-key-for-tests',
  });
  tenant = aTenant({ bot: cognigyBot(cognigy.server.url, SECRET) });
  under = await startPlatform(registrationWith(budget), tenant);
});
afterAll(() => Promise.all([under.app.close(), cognigy.stop()]));
beforeEach(() => {
  cognigy.calls.length = cognigy.server.requests.length = budget.admitted.length = 0;
});
afterEach(() => {
  delete budget.refusals.minor;
  delete budget.refusals.status;
});

const deliver = (event: BotEvent, to = tenant, failures = 0) => under.platform.deliver(to, event, never, failures);
const failure = (work: Promise<void>) =>
  work.then(
    () => expect.unreachable('It was delivered.'),
    (error: unknown) => error,
  );
const sent = () => cognigy.server.requests.map((request) => request.json<JsonObject>());

function anEvent(overrides: object): BotEvent {
  return {
    conversationId: 'c' as ConversationId,
    userId: 'wc-7f3a1c52-user' as UserId,
    sessionId: 'session-5e0c9b1a-7d44-4f4e-9a0b-2c1d8e6f7a90' as SessionId,
    address: { urlToken: URL_TOKEN, channel: 'webchat3' },
    sequence: 1,
    occurredAt: '2026-05-04T09:30:00.000Z',
    id: 'evt_1',
    ...overrides,
  } as unknown as BotEvent;
}

/** The event that a fixture's injected object was made from. */
function statusEventOf({ body }: CallFixture, address?: JsonObject): BotEvent {
  const { eventId, sequence, occurredAt, provider: _p, data: _d, ...data } = body.data.handover ?? {};
  return anEvent({ type: 'handover.status', id: eventId, sequence, occurredAt, data, ...(address && { address }) });
}

function agentEventOf({ body }: CallFixture, data: object): BotEvent {
  const { eventId: id, handoverId } = body.data.handoverConnector ?? {};
  const base = {
    messageId: 'm',
    text: body.text,
    attachments: [],
    agentName: 'Dana',
    sentAt: '2026-05-04T09:30:00.000Z',
  };
  return anEvent({ type: 'agent.message', id, handoverId, data: { ...base, ...data } });
}

describe('inject', () => {
  it.each(['queue-accepted', 'queue-update', 'active', 'inactivity', 'completed', 'cancelled', 'error'])(
    'sends the documented object: %s',
    async (name) => {
      const expected = fixture<CallFixture & JsonObject>(`inject.${name}.request`);
      await deliver(statusEventOf(expected));
      expect(sent()).toEqual([expected.body]);
      expect(cognigy.calls).toMatchObject([{ service: 'inject', api: 'endpoint', urlToken: URL_TOKEN }]);
      expect(cognigy.server.requests[0]?.path).toBe(new URL(expected.url).pathname);
    },
  );

  it('sends the customer the tenant’s text, not as an agent’s message', async () => {
    const said = {
      messageId: 'm',
      text: 'Sorry',
      attachments: [],
      agentName: null,
      sentAt: '2026-05-04T09:30:00.000Z',
    };
    await deliver(anEvent({ type: 'agent.message', handoverId: 'h', byTenant: true, data: said }));
    expect(cognigy.calls).toMatchObject([{ service: 'notify', body: { text: 'Sorry' } }]);
    expect(sent()[0]).toMatchObject({ data: { handoverConnector: { origin: 'connector', handoverId: 'h' } } });
    expect(JSON.stringify(sent()[0])).not.toContain('"agent"');
  });

  it('leaves out a number that Engage did not send', async () => {
    const data = { handoverId: 'h', status: 'queue', event: 'queueUpdate', position: 2 };
    await deliver(anEvent({ type: 'handover.status', data }));
    const received = sent()[0]?.['data'] as { handover: JsonObject; request: JsonObject };
    expect(received.handover).toMatchObject({ position: 2, data: { position: 2 } });
    expect(received.request).toEqual({ position: 2 });
    expect(JSON.stringify(received)).not.toContain('estimatedWaitTime');
  });

  it('2025.15: reports no error on success', async () => {
    await deliver(statusEventOf(fixture('inject.completed.request')));
    expect(sent()[0]?.['data']).not.toHaveProperty('handover.error');
  });

  it('sends the customer the accepted message first', async () => {
    const address = { urlToken: URL_TOKEN, acceptedMessage: 'One moment.' };
    await deliver(statusEventOf(fixture('inject.queue-accepted.request'), address));
    expect(cognigy.calls.map(({ service, body }) => [service, body.text])).toEqual([
      ['notify', 'One moment.'],
      ['inject', ''],
    ]);
    expect(cognigy.calls[0]?.body.data).toMatchObject({ handoverConnector: { origin: 'connector' } });
  });

  it('updates the queue display of Webchat if the tenant wants it', async () => {
    const expected = fixture<CallFixture & JsonObject>('notify.queue-widget.request');
    const to = aTenant({ bot: cognigyBot(cognigy.server.url, SECRET, { settings: { queueWidget: true } }) });
    const event = { ...statusEventOf(fixture('inject.queue-update.request')), id: 'evt_01J9Z70D' };
    await deliver(event, to);
    expect(sent()[1]).toEqual(expected.body);
    cognigy.server.requests.length = 0;
    await deliver({ ...event, address: { urlToken: URL_TOKEN, channel: 'whatsapp' } }, to);
    expect(sent()).toHaveLength(1);
  });
});

describe('notify', () => {
  it('sends an agent’s text', async () => {
    const expected = fixture<CallFixture & JsonObject>('notify.text.request');
    await deliver(agentEventOf(expected, {}));
    expect(sent()).toEqual([expected.body]);
  });

  it('sends structured content as Cognigy’s own', async () => {
    const expected = fixture<CallFixture & JsonObject>('notify.rich.request');
    const items = ['Friday', 'Saturday'].map((title) => ({ title, payload: title.toLowerCase() }));
    for (const type of ['select', 'quick_replies']) {
      cognigy.server.requests.length = 0;
      await deliver(agentEventOf(expected, { text: 'Which day suits you?', content: { type, items } }));
      expect(sent()).toEqual([expected.body]);
    }
  });

  const formatOf = ({ data }: JsonObject) => (data as { _cognigy?: { _default: JsonObject } })._cognigy?._default;
  const buttons = [
    { type: 'reply', title: 'Choose', payload: 'sku' },
    { type: 'url', title: 'Open', url: 'https://shop.example/2' },
    { type: 'phone', title: 'Call', phoneNumber: '+441132000100' },
  ];
  const theirButtons = [
    { id: 1, type: 'postback', title: 'Choose', payload: 'sku' },
    { id: 2, type: 'web_url', title: 'Open', payload: '', url: 'https://shop.example/2', target: '_blank' },
    { id: 3, type: 'phone_number', title: 'Call', payload: '+441132000100' },
  ];

  it('sends the text as part of the buttons', async () => {
    const content = { type: 'buttons', items: buttons };
    await deliver(agentEventOf(fixture('notify.text.request'), { text: 'Which one?', content }));
    expect(sent()).toMatchObject([{ text: '', data: { type: 'buttons' } }]);
    expect(formatOf(sent()[0]!)).toEqual({ _buttons: { type: 'buttons', text: 'Which one?', buttons: theirButtons } });
  });

  const card = {
    title: 'Jacket',
    subtitle: '£59.90',
    url: 'https://shop.example/1',
    imageUrl: 'https://cdn.example/1.png',
  };
  const link = { type: 'web_url', title: 'shop.example', payload: '', url: card.url, target: '_blank' };
  const shownCard = { title: 'Jacket', subtitle: '£59.90', imageUrl: card.imageUrl, imageAltText: '' };

  it('sends templates, carousels and links as a gallery, after their text', async () => {
    const renumbered = theirButtons.map((button) => ({ ...button, id: button.id + 1 }));
    for (const [content, theirs] of [
      [{ type: 'template', ...card, buttons }, renumbered],
      [{ type: 'carousel', items: [{ ...card, buttons }] }, renumbered],
      [{ type: 'rich_link', ...card }, []],
    ] as const) {
      cognigy.server.requests.length = 0;
      await deliver(agentEventOf(fixture('notify.text.request'), { text: 'Look:', content }));
      const [words, gallery] = sent();
      expect(words).toMatchObject({ text: 'Look:', data: { handoverConnector: { eventId: 'evt_01J9Z70A' } } });
      expect(gallery).toMatchObject({ text: '', data: { type: 'gallery' } });
      expect(gallery).toMatchObject({ data: { handoverConnector: { eventId: 'evt_01J9Z70A:2' } } });
      const items = [{ id: 1, ...shownCard, buttons: [{ id: 1, ...link }, ...theirs] }];
      expect(formatOf(gallery!)).toEqual({ _gallery: { type: 'carousel', items } });
    }
  });

  it('sends a list as a list', async () => {
    const content = { type: 'list', items: [card, { title: 'Hat', buttons }], button: buttons[0] };
    await deliver(agentEventOf(fixture('notify.text.request'), { text: '', content }));
    const items = [
      { ...shownCard, defaultActionUrl: card.url, buttons: [] },
      { title: 'Hat', subtitle: '', imageUrl: '', imageAltText: '', defaultActionUrl: '', buttons: theirButtons },
    ];
    const { id: _id, ...button } = theirButtons[0]!;
    expect(sent().map(formatOf)).toEqual([{ _list: { type: 'list', items, button } }]);
  });

  it('sends a place as text, with a link to a map', async () => {
    const content = { type: 'location', latitude: 52.52, longitude: 13.4, title: 'Our shop' };
    await deliver(agentEventOf(fixture('notify.text.request'), { text: 'Here:', content }));
    expect(sent()).toMatchObject([{ text: 'Here:\nOur shop: 52.52, 13.4 (https://www.google.com/maps?q=52.52,13.4)' }]);
  });

  it('sends everything as text to other channels, once', async () => {
    const content = { type: 'quick_replies', items: [{ title: 'Yes', payload: 'y' }, { title: 'No' }] };
    const attachments = [{ url: 'https://files.example.com/a.pdf' }];
    const event = agentEventOf(fixture('notify.text.request'), { text: 'Sure?', content, attachments });
    await deliver({ ...event, address: { urlToken: URL_TOKEN, channel: 'whatsapp' } });
    expect(sent()).toMatchObject([{ text: 'Sure?\nhttps://files.example.com/a.pdf\n1. Yes\n2. No' }]);
    expect(formatOf(sent()[0]!)).toBeUndefined();
  });

  it('sends files in the members that Webchat and the API read', async () => {
    const { body } = fixture<CallFixture & { body: JsonObject } & JsonObject>('notify.file.request');
    const url = 'https://files.example.com/labels/A-10441.pdf';
    const attachments = [{ url, type: 'file', filename: 'label-A-10441.pdf' }];
    await deliver(agentEventOf(fixture('notify.file.request'), { attachments }));
    expect(sent()).toEqual([body]);
  });

  it('sends files to other channels as links in the text', async () => {
    const event = agentEventOf(fixture('notify.file.request'), {
      attachments: [{ url: 'https://files.example.com/a.pdf' }],
    });
    await deliver({ ...event, address: { urlToken: URL_TOKEN, channel: 'whatsapp' } });
    expect(sent()[0]).toMatchObject({ text: 'Here is the return label.\nhttps://files.example.com/a.pdf' });
  });

  it('splits text that is too long for Cognigy', async () => {
    const text = `${'a'.repeat(9_999)}💶${'b'.repeat(10_000)}`;
    await deliver(agentEventOf(fixture('notify.text.request'), { text }));
    expect(cognigy.calls.map(({ body }) => body.text).join('')).toBe(text);
    expect(cognigy.calls.map(({ body }) => (body.data['handoverConnector'] as JsonObject)['eventId'])).toEqual([
      'evt_01J9Z70A',
      'evt_01J9Z70A:2',
      'evt_01J9Z70A:3',
    ]);
  });
});

describe('what went wrong with agents’ messages on native handovers', () => {
  const message = (data: object, channel = 'webchat3') => ({
    ...agentEventOf(fixture('notify.text.request'), { text: '', ...data }),
    address: { urlToken: URL_TOKEN, channel },
  });
  const CHANNELS = ['webchat3', 'whatsapp', 'voiceGateway2'];
  const file = { url: 'https://files.example.com/a.png', type: 'image/png', filename: 'a.png' };

  it('2025.22 to 2025.24: no name and no picture of an agent is sent', async () => {
    await deliver(message({ text: 'Hello', agentName: 'Dana Agent' }));
    for (const event of ['agentJoined', 'agentTransferred', 'active'])
      await deliver(
        anEvent({
          type: 'handover.status',
          data: { handoverId: 'h', status: 'active', event, agentName: 'Dana Agent' },
        }),
      );
    expect(sent()).toHaveLength(4);
    expect(JSON.stringify(sent())).not.toMatch(/Dana|avatar/i);
  });

  it.each(CHANNELS)('2026.8: a message of white space is not sent (%s)', async (channel) => {
    await deliver(message({ text: ' \n\t\u00a0' }, channel));
    await deliver(message({ text: '' }, channel));
    await deliver(
      statusEventOf(fixture('inject.queue-accepted.request'), { urlToken: URL_TOKEN, channel, acceptedMessage: ' ' }),
    );
    expect(cognigy.calls.map(({ service }) => service)).toEqual(['inject']);
  });

  it.each(CHANNELS)('2026.10: content without text still shows something (%s)', async (channel) => {
    await deliver(message({ text: ' ', attachments: [file] }, channel));
    await deliver(message({ content: { type: 'quick_replies', items: [{ title: 'Yes' }] } }, channel));
    expect(sent()).toHaveLength(2);
    for (const { text, data, attachments } of sent()) {
      const shown = channel === 'webchat3' ? (attachments ?? (data as JsonObject)['_cognigy']) : text;
      expect(shown).toBeTruthy();
    }
  });

  it.each(['webchat', 'webchat2', 'whatsapp', 'rest'])(
    '2026.10: the queue display, which has no text, goes to Webchat v3 only (%s)',
    async (channel) => {
      const to = aTenant({ bot: cognigyBot(cognigy.server.url, SECRET, { settings: { queueWidget: true } }) });
      await deliver(statusEventOf(fixture('inject.queue-update.request'), { urlToken: URL_TOKEN, channel }), to);
      expect(cognigy.calls.map(({ service }) => service)).toEqual(['inject']);
    },
  );

  it('2026.11: nothing that is sent contains or changes a language', async () => {
    for (const name of ['queue-accepted', 'queue-update', 'active', 'completed'])
      await deliver(statusEventOf(fixture(`inject.${name}.request`)));
    await deliver(message({ text: 'Guten Tag' }));
    expect(sent()).toHaveLength(5);
    expect(JSON.stringify(sent())).not.toMatch(/language|locale|translat/i);
  });

  it('2026.15: files go with name, kind and media type', async () => {
    await deliver(message({ text: 'Your label', attachments: [file] }));
    expect(sent()).toMatchObject([
      {
        text: 'Your label',
        attachments: [{ name: 'a.png', type: 'image' }],
        data: { attachments: [{ fileName: 'a.png', mimeType: 'image/png' }] },
      },
    ]);
  });
});

describe('customers of Engage’s own sources', () => {
  const NATIVE = 'native-url-token';
  const toNative = (settings: JsonObject = { nativeUrlToken: NATIVE }) =>
    aTenant({
      engage: { nativeSourceIds: ['source-1'] },
      bot: cognigyBot(cognigy.server.url, SECRET, {
        settings,
        secrets: { nativeApiKey: new Secret('webhook-key-for-tests') },
      }),
    });
  const said = (data: object): BotEvent =>
    anEvent({
      type: 'user.message',
      address: {},
      data: {
        messageId: 'm-1',
        text: 'Hi',
        sourceId: 'source-1',
        private: false,
        attachments: [],
        hasAttachment: false,
        sentAt: '2026-05-04T09:30:00.000Z',
        ...data,
      },
    });
  const facts = {
    eventId: 'evt_1',
    messageId: 'm-1',
    sourceId: 'source-1',
    private: false,
    hasAttachment: false,
    sentAt: '2026-05-04T09:30:00.000Z',
  };

  it('reach the flow as on a channel of Cognigy', async () => {
    const { url, headers, body } = fixture<CallFixture & JsonObject>('webhook-endpoint.request');
    const { userId, sessionId, text, data } = body;
    await deliver({ ...said({ text }), userId, sessionId } as BotEvent, toNative());
    expect(sent()).toEqual([{ userId, sessionId, text, data: { ...data, handoverConnector: facts } }]);
    const [request] = cognigy.server.requests;
    expect(request?.path).toBe(new URL(url).pathname.replace(URL_TOKEN, NATIVE));
    for (const name of ['x-cognigy-endpoint-key', 'X-Webhook-Key'])
      expect(request?.headers[name.toLowerCase()], name).toBe(headers[name]);
    expect(budget.admitted).toMatchObject([{ weight: 'status' }]);
  });

  it('choose by payload, with the title that they read', async () => {
    await deliver(said({ text: 'Track parcel', payload: 'track' }), toNative());
    expect(sent()[0]).toMatchObject({ text: 'track', data: { handoverConnector: { title: 'Track parcel' } } });
    cognigy.server.requests.length = 0;
    await deliver(said({ text: '', payload: { form: 1 } }), toNative());
    expect(sent()[0]).not.toHaveProperty('text');
    expect(sent()[0]).toMatchObject({ data: { handoverConnector: { payload: { form: 1 } } } });
  });

  it('send files without words', async () => {
    const attachments = [{ url: 'https://files.example/zip.jpg', type: 'image/jpeg', filename: 'zip.jpg' }];
    await deliver(said({ text: ' ', attachments, hasAttachment: true }), toNative());
    expect(sent()[0]).not.toHaveProperty('text');
    expect(sent()[0]).toMatchObject({
      data: { attachments: [{ name: 'zip.jpg', url: 'https://files.example/zip.jpg', type: 'image' }] },
    });
  });

  it('may write more than Cognigy accepts', async () => {
    await deliver(said({ text: 'x'.repeat(10_001) }), toNative());
    expect(sent()[0]).toMatchObject({ text: 'x'.repeat(10_000), data: { handoverConnector: { cut: true } } });
  });

  it('reach an Endpoint with a key, which is sent under both names, with injects too', async () => {
    await deliver(statusEventOf(fixture('inject.active.request'), {}), toNative());
    expect(cognigy.server.requests[0]?.headers).toMatchObject({
      'x-cognigy-endpoint-key': 'webhook-key-for-tests',
      'x-webhook-key': 'webhook-key-for-tests',
    });
  });

  it('receive nothing from Cognigy, whose flow gets the status of the handover', async () => {
    const address = { acceptedMessage: 'One moment.' };
    await deliver(statusEventOf(fixture('inject.queue-accepted.request'), address), toNative());
    expect(cognigy.calls).toMatchObject([{ service: 'inject', urlToken: NATIVE }]);
  });

  it('wait until their Endpoint is set; others do not', async () => {
    expect(await failure(deliver(said({}), toNative({})))).toMatchObject({ missing: ['bot.nativeUrlToken'] });
    await deliver(statusEventOf(fixture('inject.active.request')), toNative({}));
    expect(cognigy.calls).toMatchObject([{ urlToken: URL_TOKEN }]);
  });
});

describe('the deprecated API service', () => {
  const toLegacy = () =>
    aTenant({
      bot: cognigyBot('https://endpoint.example', SECRET, {
        settings: { legacyApi: { baseUrl: `${cognigy.server.url}/new/` } },
        secrets: { 'legacyApi.apiKey': new Secret('cognigy-api-key-for-tests') },
      }),
    });

  it('is called as documented', async () => {
    const notify = fixture<CallFixture & JsonObject>('notify.legacy-api.request');
    const inject = fixture<CallFixture & JsonObject>('inject.legacy-api.request');
    await deliver(agentEventOf(notify, {}), toLegacy());
    await deliver(statusEventOf(inject), toLegacy());
    expect(sent()).toEqual([notify.body, inject.body]);
    expect(cognigy.calls.map(({ api }) => api)).toEqual(['legacy', 'legacy']);
    expect(under.platform.destination(toLegacy(), {})).toBe(new URL(cognigy.server.url).host);
  });

  it('is understood with any of its answers', async () => {
    const answered = (name: string) => {
      const { status, body } = fixture<{ status: number; body: unknown }>(name);
      cognigy.failNext({ status, body: JSON.stringify(body) });
      return deliver(statusEventOf(fixture('inject.active.request')), toLegacy());
    };
    await answered('inject.legacy-api.response');
    await answered('notify.legacy-api.response');
    expect(await failure(answered('api-error.400.response'))).toMatchObject({ kind: 'rejected', status: 400 });
  });

  it('needs its key', () => {
    const bot = cognigyBot('https://endpoint.example', SECRET, {
      settings: { legacyApi: { baseUrl: 'https://api.example/new' } },
    });
    expect(() => under.platform.destination(aTenant({ bot }), {})).toThrow(
      expect.objectContaining({ missing: ['bot.legacyApi.apiKey'] }),
    );
  });
});

describe('when no client is connected', () => {
  it.each([404, 410])('HTTP %i is tried again twice within half a minute, then discarded', async (status) => {
    const event = statusEventOf(fixture('inject.completed.request'));
    const outcomes = [];
    for (const failures of [0, 1, 2]) {
      cognigy.failNext({ status });
      outcomes.push(await failure(deliver(event, tenant, failures)));
    }
    expect(outcomes).toMatchObject([
      { kind: 'unavailable', retryAfterMs: 15_000 },
      { kind: 'unavailable', retryAfterMs: 15_000 },
      { kind: 'rejected', message: expect.stringContaining('undeliverable') },
    ]);
  });
});

describe('failures of the Endpoint service', () => {
  it.each(fixture<{ cases: { name: string; status: number }[] }>('endpoint-service.errors').cases)(
    '$status ($name): waits, or is parked with the cause',
    async ({ status }) => {
      cognigy.failNext({ status });
      const error = (await failure(deliver(statusEventOf(fixture('inject.active.request'))))) as AppError;
      const waits = [404, 500, 429].includes(status);
      expect([
        error.kind === 'unavailable' || error.kind === 'throttled',
        error.message.includes('bot.urlTokens'),
      ]).toEqual([waits, status === 404]);
    },
  );
});

describe('the budget', () => {
  const spent = new CognigyBudgetSpent('cognigy.example', 1_000, 2_000);

  it('counts every call by host, queue updates as minor', async () => {
    await deliver(statusEventOf(fixture('inject.queue-update.request')));
    await deliver(statusEventOf(fixture('inject.active.request')));
    const host = new URL(cognigy.server.url).host;
    expect(budget.admitted).toEqual([
      { host, tenantId: tenant.id, weight: 'minor', callsAllowed: 1_000 },
      { host, tenantId: tenant.id, weight: 'status', callsAllowed: 1_000 },
    ]);
  });

  it('has the limit that the tenant sets', async () => {
    const to = aTenant({ bot: cognigyBot(cognigy.server.url, SECRET, { settings: { callBudget: 6_000 } }) });
    await deliver(statusEventOf(fixture('inject.active.request')), to);
    expect(budget.admitted).toMatchObject([{ callsAllowed: 6_000 }]);
  });

  it('if used up, delays a status without counting a failure, and drops a queue update', async () => {
    budget.refusals.status = budget.refusals.minor = spent;
    expect(await failure(deliver(statusEventOf(fixture('inject.active.request'))))).toMatchObject({
      kind: 'throttled',
      excused: true,
      retryAfterMs: 2_000,
    });
    await deliver(statusEventOf(fixture('inject.queue-update.request')));
    expect(sent()).toEqual([]);
  });
});
