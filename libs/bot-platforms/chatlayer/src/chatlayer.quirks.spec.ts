import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { missingTurns, type TranscriptTurn, type Utterance } from '#handover';
import type { JsonObject } from '#kernel';
import { maskSecrets } from '../../../telemetry/src/logs/mask-secrets.js';
import { readItems } from './application/chatlayer-item.js';
import { ACCEPTED, ChatlayerApp, VERIFY_TOKEN } from './testing/chatlayer-app.js';
import { fixture } from './testing/chatlayer-fixtures.js';

interface Item {
  readonly actor: string;
  readonly message: Record<string, unknown>;
  readonly timestamp: string;
}
type Call = Record<string, unknown> & {
  readonly sessionId: string;
  readonly messages: Item[];
  readonly transcript: Item[];
};

let chatlayer: ChatlayerApp;
beforeAll(async () => {
  chatlayer = await ChatlayerApp.start();
});
afterAll(() => chatlayer.stop());
beforeEach(() => void chatlayer.reset());

const effects = () => chatlayer.under.handover.of('acme');
const forwardsAll = () => chatlayer.configure({ handover: { forwardOnlyHandover: false } });
const offloaded = () => chatlayer.post(fixture('offload.with-payload-live'));
const call = (name: string) => fixture<Call>(name);

describe('Chatlayer’s quirks', () => {
  it.each([
    `challenge.verifyToken=${VERIFY_TOKEN}`,
    `challenge[verifyToken]=${VERIFY_TOKEN}`,
    `challenge%5BverifyToken%5D=${VERIFY_TOKEN}`,
    `verifyToken=${VERIFY_TOKEN}`,
  ])('quirk 1: accepts the token as %s, redacts it, and refuses a wrong one', async (query) => {
    expect((await chatlayer.post(fixture('messages.user-text'), query)).status).toBe(200);
    expect((await chatlayer.health(query)).status).toBe(200);
    for (const wrong of [
      query.replace(VERIFY_TOKEN, 'wrong'),
      `${query}&verifyToken=wrong`,
      query.replace(VERIFY_TOKEN, ''),
    ])
      for (const name of ['messages.user-text', 'offload.with-payload-live'])
        expect((await chatlayer.post(fixture(name), wrong)).status, wrong).toBe(401);
    expect(maskSecrets(`POST /v1/chatlayer/key-of-acme?${query} 200`)).not.toMatch(/vt-7Qm2|key-of-acme/);
    expect(effects()).toEqual([]);
  });

  it('quirk 1: accepts the token in the body, and an offload without any unless the tenant forbids it', async () => {
    const [message, offload] = [fixture('messages.user-text'), fixture('offload.with-payload-live')];
    expect((await chatlayer.post({ ...message, verifyToken: VERIFY_TOKEN }, '')).status).toBe(200);
    expect((await chatlayer.post(message, '')).status).toBe(401);
    for (const verifyToken of ['wrong', '', 7, null])
      expect((await chatlayer.post({ ...offload, verifyToken }, '')).status).toBe(401);
    expect((await chatlayer.post(offload, '')).json).toEqual(ACCEPTED);
    chatlayer.configure({ bot: { settings: { requireTokenOnOffload: true } } });
    expect((await chatlayer.post(offload, '')).status).toBe(401);
    expect((await chatlayer.post({ ...offload, verifyToken: VERIFY_TOKEN }, '')).json).toEqual(ACCEPTED);
  });

  it('quirk 2: accepts a URL that already has a query', async () => {
    const answer = await chatlayer.health(`tenant=acme&challenge.verifyToken=${VERIFY_TOKEN}`);
    expect(answer).toEqual({ status: 200, json: { status: 'ok' } });
  });

  it('quirk 3: answers 200 about conversations that no one offloaded, and stores nothing of them', async () => {
    for (const name of ['messages.mixed-batch', 'messages.user-text', 'messages.bot-text'])
      expect(await chatlayer.post(fixture(name))).toEqual({ status: 200, json: {} });
    expect(effects()).toEqual([]);
  });

  it('quirk 4: sends the message that asked for an agent once, though it comes as a message and in the transcript', async () => {
    await chatlayer.post(fixture('messages.mixed-batch'));
    await offloaded();
    await chatlayer.post(fixture('messages.mixed-batch'));
    await chatlayer.post(fixture('messages.user-text-while-offloaded'));
    expect(effects()).toEqual(['start', 'message user: Thanks, are you still there?']);
  });

  it('quirk 5: takes only the part after the last handover from a second transcript, without the agent’s messages', () => {
    const turnsOf = ({ sessionId, transcript }: Call): TranscriptTurn[] =>
      readItems(sessionId, transcript as never).flatMap(({ actor, said, timestamp }) =>
        said && timestamp ? [{ author: actor, ...said, sentAt: timestamp }] : [],
      );
    const sent: TranscriptTurn[] = [
      ...turnsOf(call('offload.with-payload-live')),
      {
        author: 'agent',
        text: 'Noor from Blue Harbor: your invoice is corrected.',
        attachments: [],
        sentAt: new Date('2026-03-19T10:09:27Z'), // on Engage's clock; Chatlayer shows it three seconds later
      },
    ];
    const missing = missingTurns(turnsOf(call('offload.second-time-live')), sent, []);
    expect(missing.map((one) => one.from === 'transcript' && one.turn.text)).toEqual([
      'I still have a question, agent please',
    ]);
  });

  it('quirk 6: does not send the agent’s words back to the agent', async () => {
    await offloaded();
    await chatlayer.post(fixture('messages.bot-echo-of-agent'));
    expect(effects()).toEqual(['start']);
  });

  it('quirk 7: recognises a repeated message by its id, else by session, actor, time and body, and sorts by time', async () => {
    forwardsAll();
    const { messages, ...envelope } = call('messages.mixed-batch');
    const [user, bot] = messages as [Item, Item];
    const anonymous = {
      ...user,
      message: { messageType: 'text', text: 'no id' },
      timestamp: '2026-03-19T10:05:00.000Z',
    };
    await chatlayer.post({ ...envelope, messages: [bot, user, anonymous] });
    await chatlayer.post({ ...envelope, messages: [{ ...user, message: { ...user.message, text: 'changed' } }, bot] });
    await chatlayer.post({ ...envelope, messages: [anonymous] });
    await chatlayer.post({ ...envelope, messages: [{ ...anonymous, timestamp: '2026-03-19T10:05:00.001Z' }] });
    expect(effects()).toEqual([
      'message user: no id',
      'message user: agent please',
      "message bot: One moment, I'm checking if a colleague is free.",
      'message user: no id',
    ]);
  });

  it('quirk 8: accepts transcripts of up to 5 MB', async () => {
    const body = (bytes: number) => {
      const text = JSON.stringify(fixture('offload.basic-draft'));
      return `${text}${' '.repeat(bytes - Buffer.byteLength(text))}`;
    };
    expect((await chatlayer.post(body(5 * 1024 * 1024))).json).toEqual(ACCEPTED);
    expect((await chatlayer.post(body(5 * 1024 * 1024 + 1))).status).toBe(413);
    const item = { actor: 'user', message: { messageType: 'text', text: 'x'.repeat(900) } };
    const transcript = Array.from({ length: 4_000 }, (_, second) => ({
      ...item,
      timestamp: new Date(second * 1000 + 1.7e12).toISOString(),
    }));
    expect((await chatlayer.post({ ...fixture<object>('offload.empty-transcript'), transcript })).json).toEqual(
      ACCEPTED,
    );
  });

  it('names the limits of a call that is too large', async () => {
    const offload = fixture<object>('offload.empty-transcript');
    const details = async (more: object) => {
      const { status, json } = await chatlayer.post({ ...offload, ...more });
      return [status, (json as { errors: unknown }).errors];
    };
    const items = (count: number) => Array.from({ length: count }, () => ({}));
    expect(await details({ transcript: items(5_001) })).toEqual([
      400,
      [{ pointer: '/transcript', detail: 'has 5001 elements; at most 5000 are read' }],
    ]);
    expect(await details({ payload: { text: 'x'.repeat(65_536) } })).toEqual([
      400,
      [{ pointer: '/payload', detail: 'must be at most 64 KB' }],
    ]);
    expect(await details({ transcript: items(30_001) })).toEqual([
      400,
      [
        {
          pointer: '',
          detail: expect.stringMatching(/^has 300\d\d objects and lists; at most 30000 are read$/) as string,
        },
      ],
    ]);
  });

  it.each(['emulator-3c6e1d52-7b0a-4f9e-8d21-5a94e0c7b613', '1773914402758', 'wvywhtspp_32470000001_32470000002'])(
    'quirk 9: accepts the session id %s unchanged',
    async (sessionId) => {
      await chatlayer.post({ ...fixture<object>('offload.empty-transcript'), sessionId });
      expect(chatlayer.under.handover.effects[0]?.input).toMatchObject({ sessionId, userId: sessionId });
    },
  );

  it('quirk 10: reads subtitle, image_url, quick_replies and long, and writes none of them', async () => {
    forwardsAll();
    for (const name of ['bot-carousel', 'bot-list', 'bot-quick-replies', 'user-location'])
      await chatlayer.post(fixture(`messages.${name}`));
    expect(chatlayer.under.handover.effects.map(({ input }) => (input as Utterance).content)).toEqual([
      {
        type: 'carousel',
        items: [
          {
            title: 'Green plan',
            subtitle: '100% wind',
            imageUrl: 'https://cdn.example.test/plans/green.jpg',
            url: 'https://www.example.test/green',
            buttons: [{ type: 'url', title: 'Details', url: 'https://www.example.test/green' }],
          },
          {
            title: 'Night plan',
            imageUrl: 'https://cdn.example.test/plans/night.jpg',
            buttons: [{ type: 'reply', title: 'Choose', payload: '8f14e45fceea167a5a36dedd4bea2543' }],
          },
        ],
      },
      {
        type: 'list',
        items: [
          {
            title: 'Invoice February',
            subtitle: '61.20 EUR',
            imageUrl: 'https://cdn.example.test/i/feb.png',
            url: 'https://account.example.test/i/feb',
            buttons: [{ type: 'reply', title: 'Dispute', payload: 'c20ad4d76fe97759aa27a0c99bff6710' }],
          },
          { title: 'Invoice March', subtitle: '148.75 EUR', imageUrl: 'https://cdn.example.test/i/mar.png' },
        ],
      },
      undefined,
      {
        type: 'quick_replies',
        items: [
          { title: 'Billing question', payload: expect.stringContaining('"caption":"Billing question"') },
          {
            title: 'Talk to a person',
            payload: expect.stringContaining('"parameters":[]'),
            imageUrl: 'https://cdn.example.test/icons/agent.png',
          },
        ],
      },
      { type: 'location', latitude: 51.0543, longitude: 3.7174 },
    ]);
    const outbound = ['list', 'carousel', 'quick-replies'].map((name) =>
      JSON.stringify(fixture(`actions.send-${name}`)),
    );
    for (const text of outbound) expect(text).not.toMatch(/"(subtitle|image_url|quick_replies)"/);
  });
});

describe('what customers and bots say', () => {
  const saidIn = (name: string) =>
    readItems('s', call(name).messages as never).map(({ said }) => {
      const { text, attachments = [], content, reply } = said ?? {};
      return [text, ...attachments, ...[content, reply].filter(Boolean)];
    });

  it.each([
    ['messages.user-intro', [[undefined]]],
    [
      'messages.user-postback',
      [
        [
          'Billing question',
          {
            payload: {
              nextDialogstateId: '4f2d7c19-0e8b-4b6a-a3d5-91c0f6e2837b',
              parameters: [{ order: 0, key: 'topic', value: 'billing' }],
            },
          },
        ],
      ],
    ],
    ['messages.user-location', [['', { type: 'location', latitude: 51.0543, longitude: 3.7174 }]]],
    [
      'messages.user-upload',
      [['', { type: 'image', url: 'https://files.example.test/chatlayer-eu/9d1c/1773914402758_meter.png' }]],
    ],
    ['messages.user-upload-failed', [['[The customer’s file could not be uploaded]']]],
    [
      'messages.user-upload-legacy',
      [
        [
          '',
          { type: 'file', url: 'https://files.example.test/chatlayer-eu/77aa/contract.pdf' },
          { type: 'image', url: 'https://files.example.test/chatlayer-eu/77aa/id.jpg' },
        ],
      ],
    ],
    ['messages.user-text-with-channel', [["Bonjour, c'est encore moi 👋"]]],
    [
      'messages.bot-buttons',
      [
        [
          'How do you want to go on?',
          {
            type: 'buttons',
            items: [
              { type: 'reply', title: 'Talk to a person', payload: expect.stringContaining('"type":"button"') },
              { type: 'url', title: 'Open my account', url: 'https://account.example.test/' },
              { type: 'phone', title: 'Call us', phoneNumber: '+3292000000' },
            ],
          },
        ],
      ],
    ],
    ['messages.bot-attachment-image', [['', { type: 'image', url: 'https://cdn.example.test/meter-howto.png' }]]],
    ['messages.bot-attachment-video', [['', { type: 'video', url: 'https://cdn.example.test/meter-howto.mp4' }]]],
    ['messages.unknown-shapes', [[undefined], ['Interactive list body'], [undefined], ['[unsupported message]']]],
  ])('%s', (name, expected) => {
    expect(saidIn(name)).toEqual(expected);
  });

  const read = (actor: 'user' | 'bot', message: object) =>
    readItems('s', [{ actor, message: message as JsonObject }])[0]?.said;
  const template = (payload: object) => ({ attachment: { type: 'template', payload } });

  it('keeps a file’s text and quick replies', () => {
    const image = { type: 'image', payload: { url: 'https://cdn.example.test/meter.png' } };
    expect(
      read('bot', { text: 'Like this?', attachment: image, quick_replies: [{ title: 'Yes', payload: 'y' }] }),
    ).toEqual({
      text: 'Like this?',
      attachments: [{ type: 'image', url: 'https://cdn.example.test/meter.png' }],
      content: { type: 'quick_replies', items: [{ title: 'Yes', payload: 'y' }] },
    });
  });

  it('shows the titles of buttons without a target or of an unknown kind', () => {
    const buttons = [
      { type: 'web_url', title: 'Broken', url: 'ftp://example.test' },
      { type: 'element_share', title: 'Share' },
      { type: 'phone_number', title: 'No number' },
      { type: 'postback', title: ' ' },
    ];
    expect(read('bot', template({ template_type: 'button', buttons }))?.content).toEqual({
      type: 'buttons',
      items: ['Broken', 'Share', 'No number'].map((title) => ({ type: 'reply', title })),
    });
  });

  it('reads cards with a button below them as a list, and the older name of a click’s address', () => {
    const elements = [{ title: 'Plan', item_url: 'https://www.example.test/plan' }];
    const buttons = [{ type: 'postback', title: 'More', payload: 'more' }];
    expect(read('bot', { text: 'Our plans', ...template({ template_type: 'generic', elements, buttons }) })).toEqual({
      text: 'Our plans',
      attachments: [],
      content: {
        type: 'list',
        items: [{ title: 'Plan', url: 'https://www.example.test/plan' }],
        button: { type: 'reply', title: 'More', payload: 'more' },
      },
    });
  });

  it('ignores templates, places and choices without content', () => {
    expect(read('bot', template({ template_type: 'generic', elements: [{}], buttons: 7 }))).toBeUndefined();
    expect(read('bot', { quick_replies: [{ payload: 'x' }, null] })).toBeUndefined();
    expect(read('user', { messageType: 'location', coordinates: { lat: 91, long: 0 } })).toBeUndefined();
    expect(read('user', { messageType: 'postback', title: 'Yes' })).toEqual({ text: 'Yes', attachments: [] });
    expect(read('user', { messageType: 'postback', nextDialogstateId: 'x' })).toBeUndefined();
  });
});
