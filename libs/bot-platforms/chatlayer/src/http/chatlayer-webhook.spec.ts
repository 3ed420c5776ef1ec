import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ExactNumber } from '#kernel';
import { HandoverDisabled, HandoverUnavailable, type TranscriptTurn } from '#handover';
import { textWithContent } from '#rich-content';
import { TenantIncomplete } from '#tenant-config';
import { eventually } from '#testing';
import { aTenant } from '../../../../tenant-config/src/testing/a-tenant.js';
import { ACCEPTED, BOT_ID, ChatlayerApp, REFUSED, VERIFY_TOKEN } from '../testing/chatlayer-app.js';
import { fixture, fixtures } from '../testing/chatlayer-fixtures.js';

let chatlayer: ChatlayerApp;
beforeAll(async () => {
  chatlayer = await ChatlayerApp.start();
});
afterAll(() => chatlayer.stop());
beforeEach(() => void chatlayer.reset());

const effects = () => chatlayer.under.handover.of('acme');
const inputOf = (name: string) =>
  chatlayer.under.handover.effects.find((effect) => effect.name.startsWith(name))?.input as Record<string, unknown>;
const offload = (more: object = {}) => ({ ...fixture<object>('offload.with-payload-live'), ...more });

describe('what Chatlayer sends', () => {
  const calls = fixtures('chatlayer->connector').filter(({ kind }) => kind === undefined);

  it.each(calls)('$file is answered as expected', async ({ file, expect: expected }) => {
    if (expected?.bodyFixture === 'response.offload-refused.json')
      chatlayer.under.handover.startFailure = new HandoverUnavailable('Outside business hours.');
    const answer = await chatlayer.post(fixture(file));
    expect(answer.status).toBe(expected?.status);
    if (expected?.bodyFixture) expect(answer.json).toEqual(fixture(expected.bodyFixture));
  });

  it('is checked when the provider is saved', async () => {
    expect(await chatlayer.health(`challenge.verifyToken=${VERIFY_TOKEN}`)).toEqual({
      status: 200,
      json: fixture('response.health-ok'),
    });
    expect((await chatlayer.health('challenge.verifyToken=wrong')).status).toBe(401);
    expect((await chatlayer.health('')).status).toBe(401);
    expect((await chatlayer.health(`challenge.verifyToken=${VERIFY_TOKEN}`, 'key-of-nobody')).status).toBe(404);
  });

  it('is accepted only for the configured bot, and for any bot if none is configured', async () => {
    expect((await chatlayer.post(offload({ botId: 'another' }))).status).toBe(404);
    expect(effects()).toEqual([]);
    chatlayer.configure({ bot: { settings: { botId: null } } });
    expect(await chatlayer.post(offload({ botId: 'another' }))).toEqual({ status: 200, json: ACCEPTED });
  });

  it('is refused while the tenant is off, and on addresses of other platforms', async () => {
    chatlayer.configure({ enabled: false });
    expect(await chatlayer.post(offload())).toMatchObject({ status: 403, json: { code: 'tenant.disabled' } });
    const { bot } = chatlayer.configure({});
    chatlayer.under.directory.clear().put(aTenant({ bot: { ...bot, platform: 'generic' } }));
    expect((await chatlayer.post(offload())).status).toBe(404);
  });
});

describe('an offload', () => {
  it('hands over the conversation, with the payload of the bot builder', async () => {
    expect(await chatlayer.post(offload())).toEqual({ status: 200, json: ACCEPTED });
    expect(inputOf('start')).toMatchObject({
      sessionId: '1773914402758',
      userId: '1773914402758',
      address: { botId: BOT_ID, version: 'LIVE', channel: 'web', transcriptUntil: '2026-03-19T10:06:00.412Z' },
      profile: {},
      context: { queue: 'billing', language: 'en', priority: 'high', customFields: { customerNumber: 'C-48213' } },
      categoryIds: [],
    });
    expect(
      (inputOf('start')['transcript'] as TranscriptTurn[]).map(({ author, text, content }) => [
        author,
        textWithContent(text, content),
      ]),
    ).toEqual([
      ['bot', 'Welcome to Blue Harbor Energy'],
      ['user', 'My invoice of March looks wrong'],
      ['bot', "I'm sorry to hear that. Can you send me a photo of your meter?"],
      ['user', ''],
      ['user', 'Location: 51.0543, 3.7174 (https://www.google.com/maps?q=51.0543,3.7174)'],
      ['bot', 'How do you want to go on?\n1. Talk to a person'],
      ['user', 'agent please'],
      ['bot', "One moment, I'm checking if a colleague is free."],
    ]);
  });

  it('understands profile, reason, summary and categories in the payload', async () => {
    const payload = {
      profile: { email: 'ada@example.test' },
      reason: 'billing',
      summary: 'An invoice is wrong.',
      categoryIds: ['64b1f0a2c9e77d0008a1b013', 7, 'no id!'],
      page: '/invoices',
    };
    const sender = { id: 's', botId: BOT_ID, firstname: 'Ada', preferredLanguage: 'nl' };
    const transcript = [
      { actor: 'user', message: { messageType: 'intro', sender }, timestamp: '2026-03-19T10:00:00Z' },
    ];
    await chatlayer.post(offload({ payload, transcript }));
    expect(inputOf('start')).toMatchObject({
      profile: { firstname: 'Ada', preferredLanguage: 'nl', email: 'ada@example.test' },
      reason: 'billing',
      summary: 'An invoice is wrong.',
      categoryIds: ['64b1f0a2c9e77d0008a1b013'],
      context: { page: '/invoices' },
      transcript: [],
    });
  });

  it('is accepted again while its handover runs, without a second one', async () => {
    for (const timestamp of ['2026-03-19T10:06:00.600Z', '2026-03-19T10:06:00.600Z', '2026-03-19T10:06:09.000Z'])
      expect((await chatlayer.post(offload({ timestamp }))).json).toEqual(ACCEPTED);
    expect(effects()).toEqual(['start']);
  });

  it('that comes again after its handover is over does not pause the bot', async () => {
    await chatlayer.post(offload());
    chatlayer.under.handover.endAll();
    expect((await chatlayer.post(offload())).json).toEqual(REFUSED);
    expect((await chatlayer.post(offload({ timestamp: '2026-03-19T11:00:00.000Z' }))).json).toEqual(ACCEPTED);
    expect(effects()).toEqual(['start', 'start']);
  });

  it.each([
    ['disabled', new HandoverDisabled()],
    ['unavailable', new HandoverUnavailable('No agent is available.')],
    ['incomplete', new TenantIncomplete(['engage.sourceId'])],
    ['failing', new Error('The database is away.')],
  ])('is refused while handovers are %s, and nothing else is said', async (_, failure) => {
    chatlayer.under.handover.startFailure = failure;
    expect(await chatlayer.post(offload())).toEqual({ status: 200, json: REFUSED });
    expect(chatlayer.stub.server.requests).toEqual([]);
  });

  it.each([
    ['unavailable', new HandoverUnavailable('No agent is available.'), 'No one is there.'],
    ['closed', new HandoverUnavailable('It is closed.', { text: 'Morgen wieder.' }), 'Morgen wieder.'],
    ['disabled', new HandoverDisabled(), 'Closed today.'],
  ])(
    'that is refused as %s is explained to the customer after the reply, if the tenant wants it',
    async (_, failure, text) => {
      const offloadUnavailableDialogStateId = '29f60ac8-3e7b-4d91-8a50-c47d1be95f02';
      const texts = { unavailable: 'No one is there.', disabled: 'Closed today.' };
      chatlayer.configure({ bot: { settings: { texts, offloadUnavailableDialogStateId } } });
      chatlayer.under.handover.startFailure = failure;
      expect((await chatlayer.post(offload())).json).toEqual(REFUSED);
      expect(chatlayer.stub.server.requests).toEqual([]);
      await chatlayer.stub.server.received(2);
      expect(chatlayer.stub.actionsOf('1773914402758')).toEqual([
        { sendMessages: [{ textMessageTemplate: { textMessages: [{ text }] } }] },
        { nextDialogstateId: offloadUnavailableDialogStateId },
      ]);
      expect(chatlayer.stub.server.requests[0]?.query.get('version')).toBe('LIVE');
    },
  );

  it('is refused if it is not decided within three seconds, and a handover that starts later is cancelled', async () => {
    const start = Promise.withResolvers<void>();
    chatlayer.under.handover.hold = start.promise;
    const begun = performance.now();
    expect((await chatlayer.post(offload())).json).toEqual(REFUSED);
    expect(performance.now() - begun).toBeLessThan(4_000);
    start.resolve();
    await eventually(() => expect(effects()).toEqual(['start', 'cancel']));
    expect(inputOf('cancel')).toMatchObject({ announced: true });
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
    'x'.repeat(10_000),
  ];

  function* mutations(value: unknown): Generator<unknown> {
    yield* WRONG;
    if (typeof value !== 'object' || value === null) return;
    for (const key of Object.keys(value)) {
      const copy: Record<string, unknown> = { ...value };
      const part = copy[key];
      delete copy[key];
      const rebuilt = (object: object): unknown => (Array.isArray(value) ? Object.values(object) : object);
      yield rebuilt(copy);
      for (const mutation of mutations(part)) yield rebuilt({ ...copy, [key]: mutation });
    }
  }

  it.each(['messages.user-upload', 'messages.bot-buttons', 'messages.user-location', 'offload.basic-draft'])(
    'wrong types at every level of %s give 200, 400 or 404, never 5xx',
    async (name) => {
      chatlayer.configure({ handover: { forwardOnlyHandover: false } });
      const seen = new Set<number>();
      for (const mutation of mutations(fixture(name))) seen.add((await chatlayer.post(mutation)).status);
      expect([...seen].filter((status) => ![200, 400, 401, 404].includes(status))).toEqual([]);
      expect(seen).toContain(200);
    },
  );

  it('survives deep nesting, __proto__, bad JSON and bytes that are no UTF-8', async () => {
    const deep = '['.repeat(50_000) + ']'.repeat(50_000);
    const head = `"botId":"${BOT_ID}","version":"LIVE","sessionId":"s"`;
    expect((await chatlayer.post(`{"event":"messages",${head},"messages":${deep}}`)).status).toBe(400);
    expect((await chatlayer.post('{not json')).status).toBe(400);
    expect((await chatlayer.post(Buffer.from([0xff, 0xfe, 0x00, 0x7b]))).status).toBe(400);
    expect((await chatlayer.post('')).status).toBe(400);
    expect(
      (await chatlayer.post(`{"event":"offload",${head},"__proto__":{"x":1},"payload":{"__proto__":{}}}`)).json,
    ).toEqual(ACCEPTED);
  });

  it('is refused in a session whose id would have to be changed', async () => {
    for (const sessionId of ['a\0', '\ud800'])
      expect(await chatlayer.post(offload({ sessionId }))).toMatchObject({ status: 400 });
    const inLatin1 = Buffer.from(JSON.stringify(offload({ sessionId: 'M\xfcller' })), 'latin1');
    expect(await chatlayer.post(inLatin1)).toMatchObject({ status: 400, json: { code: 'request.malformed-json' } });
    expect(effects()).toEqual([]);
  });

  it('answers 200 to events of older and newer versions', async () => {
    expect(await chatlayer.post({ event: 'surveys', stars: 5 })).toEqual({ status: 200, json: {} });
    expect(await chatlayer.post({ ...fixture<object>('messages.user-text'), event: null, type: 'messages' })).toEqual({
      status: 200,
      json: {},
    });
  });

  it.each([
    ['sessionId', ''],
    ['sessionId', '..'],
    ['sessionId', 'x'.repeat(257)],
    ['sessionId', 7],
    ['botId', null],
    ['transcript', 'none'],
  ])('names the fault where %s is %j', async (name, value) => {
    expect(await chatlayer.post(offload({ [name]: value }))).toMatchObject({
      status: 400,
      json: { code: 'chatlayer.malformed', errors: [{ pointer: `/${name}` }] },
    });
  });

  it('stores no address that must not be opened', async () => {
    chatlayer.configure({ handover: { forwardOnlyHandover: false } });
    const upload = fixture<{ messages: { message: object }[] }>('messages.user-upload');
    const message = { ...upload.messages[0]?.message, urls: ['javascript:alert(1)', 'file:///etc/passwd'], data: {} };
    await chatlayer.post({ ...upload, messages: [{ ...upload.messages[0], message }] });
    expect(inputOf('message')).toMatchObject({ attachments: [] });
  });
});
