/** Bodies that a route reads completely, by its maximum size: as large as its limits of structure allow. */
export type CraftedBodies = Readonly<Record<string, (bytes: number) => object>>;

const fill = (unit: string, bytes: number): string => unit.repeat(Math.floor(bytes / Buffer.byteLength(unit)));
const times = <Item>(count: number, item: Item | ((index: number) => Item)): Item[] =>
  Array.from({ length: count }, (_, index) => (item instanceof Function ? item(index) : item));
const of = (count: number, value: unknown): Record<string, unknown> =>
  Object.fromEntries(times(count, (index) => [`key ${index}`, value]));

const session = { sessionId: 's', userId: 'u' };
const reply = { type: 'reply', title: 'Take it', payload: 'take' };
const cards = (count: number, buttons: number): object[] =>
  times(count, { title: 'Card', buttons: times(buttons, reply) });
const message = { ...session, messageId: 'm', author: 'bot', text: 'Look' };
const turn = { author: 'bot', text: 'Look', messageId: 'm', sentAt: '2026-03-02T09:14:50Z' };

const MESSAGES: CraftedBodies = {
  'cards full of buttons': () => ({ ...message, content: { type: 'carousel', items: cards(50, 50) } }),
  'more cards than there may be': () => ({ ...message, content: { type: 'list', items: cards(70, 100) } }),
  'a file': () => ({ ...message, attachments: [{ filename: 'a.txt', content: fill('YWJj', 1_390_000) }] }),
  'words of 100,000 blanks': () => ({ ...message, text: `x${' '.repeat(99_998)}x` }),
  'words of one letter': () => ({ ...message, text: `e${'\u0301'.repeat(99_999)}` }),
};

const HANDOVERS: CraftedBodies = {
  'a thousand turns': (bytes) => ({
    ...session,
    transcript: times(1_000, { ...turn, text: fill('word ', bytes / 1_400) }),
  }),
  'turns with cards': () => ({
    ...session,
    transcript: times(220, { ...turn, content: { type: 'carousel', items: cards(5, 4) } }),
  }),
  'empty turns': () => ({ ...session, transcript: times(6_900, {}) }),
  'turns with files': () => ({ ...session, transcript: times(320, { ...turn, attachments: times(20, {}) }) }),
  'a profile of 64 KB': () => ({ ...session, profile: of(3_500, 'x') }),
  'a profile of lists': () => ({ ...session, profile: of(7, times(1_000, 'text')) }),
};

const html = (bytes: number): string => fill('<p>a &lt; b</p>', bytes);
const OUTPUTS: CraftedBodies = {
  'HTML in one text': (bytes) => ({ text: html(Math.min(bytes, 90_000)) }),
  'HTML in many texts': () => ({
    data: { _cognigy: { _default: { _gallery: { items: times(3_900, { title: html(200) }) } } } },
  }),
  'cards with HTML': () => ({
    data: {
      _cognigy: {
        _default: { _gallery: { items: times(75, { title: html(900), buttons: times(80, { title: html(60) }) }) } },
      },
    },
  }),
  'an adaptive card': () => ({
    data: {
      _cognigy: {
        _default: { _adaptiveCard: { adaptiveCard: { body: times(6_900, { type: 'TextBlock', text: html(60) }) } } },
      },
    },
  }),
  'data of any shape': () => ({ data: of(24_000, '<b>x</b>') }),
  'data in lists': () => ({ data: { list: times(48, times(500, '&amp;x')) } }),
};

const COGNIGY = { urlToken: '9c41d7e05b8a4f2396e1c0d2ab7f5e8830d96c4471fe02b5a8c3ed9071624fba', ...session };
const mapped = (bodies: CraftedBodies, change: (body: object) => object): CraftedBodies =>
  Object.fromEntries(
    Object.entries(bodies).map(([name, make]) => [name, (bytes: number) => change(make(bytes * 0.9))]),
  );

const STEPS: CraftedBodies = Object.fromEntries(
  Object.entries(OUTPUTS).map(([name, make]) => {
    const payload = (bytes: number): object => ({ role: 'bot', type: 'output', payload: make(bytes) });
    return [name, (bytes: number) => ({ ...COGNIGY, inputId: 'i', transcript: [payload(Math.min(bytes, 400_000))] })];
  }),
);

const item = { actor: 'user', message: { messageType: 'text', text: 'Hello' }, timestamp: '2026-03-02T09:14:50Z' };
const call = { botId: 'bot', version: 'LIVE', sessionId: 's', timestamp: '2026-03-02T09:14:50Z' };
const offers = {
  actor: 'bot',
  message: {
    attachment: {
      type: 'template',
      payload: { elements: times(40, { title: 'x', buttons: times(20, { title: 'y' }) }) },
    },
  },
};
const CHATLAYER: CraftedBodies = {
  '5,000 messages': (bytes) => ({
    ...call,
    event: 'messages',
    messages: times(5_000, { ...item, message: { text: fill('x', bytes / 6_000) } }),
  }),
  'an offload of 5,000 messages': () => ({ ...call, event: 'offload', transcript: times(5_000, item) }),
  'an offload with cards': () => ({ ...call, event: 'offload', transcript: times(30, offers) }),
  'an offload with a payload of 64 KB': () => ({
    ...call,
    event: 'offload',
    transcript: [item],
    payload: of(3_500, 'x'),
  }),
  'one long message': (bytes) => ({
    ...call,
    event: 'messages',
    messages: [{ ...item, message: { text: fill('é', bytes - 300) } }],
  }),
  'replies without end': () => ({
    ...call,
    event: 'offload',
    transcript: [{ actor: 'bot', message: { quick_replies: times(29_000, { title: 'x' }) } }],
  }),
};

const params = { content_id: 'c', thread_id: 't' };
const says = (more: object): object => ({ action: 'messages.create', params: { ...params, ...more } });
const event = { id: 'e', type: 'intervention.closed', issued_at: '2026-03-02T09:00:00Z' };
export const SDK_CALLS: CraftedBodies = {
  'a text': (bytes) => says({ body: fill('x', bytes - 200) }),
  'a text of quotes': (bytes) => says({ body: fill('"', bytes / 2 - 100) }),
  'a million letters': () => says({ body: 'x'.repeat(1_000_000) }),
  'a million blanks': () => says({ body: `x${' '.repeat(999_998)}x` }),
  'HTML 4,000 deep': () => says({ format: 'html', body: `${'<div>'.repeat(4_000)}x` }),
  'HTML 200,000 deep': () => says({ format: 'html', body: `${'<div>'.repeat(200_000)}x${'</div>'.repeat(200_000)}` }),
  'HTML of 2.5 million letters': () => says({ format: 'html', body: fill('<br>', 2_500_000) }),
  'HTML of tags that never end': () => says({ format: 'html', body: fill('<a ', 2_500_000) }),
  'HTML of entities': () => says({ format: 'html', body: fill('&amp', 2_500_000) }),
  'HTML of blockquotes': () => says({ format: 'html', body: `${'<blockquote>'.repeat(29)}${fill('x\n', 19_000)}` }),
  files: () => says({ body: 'x', attachments: times(20_000, { url: 'https://x.example/a' }) }),
  'a file with an endless address': (bytes) =>
    says({ body: 'x', attachments: [{ url: `https://${fill('ü', bytes - 300)}` }] }),
  cards: () =>
    says({
      structured_content: {
        type: 'carousel',
        items: times(49, { title: 'x', items: times(35, { type: 'reply', title: 'y' }) }),
      },
    }),
  'cards of an unknown kind': () =>
    says({ structured_content: { type: 'wall', items: times(90_000, { title: 'x' }) } }),
  'unknown members': () => ({ action: 'threads.list', ...of(119_000, 1) }),
  numbers: () => ({ action: 'threads.list', list: times(119_000, 1) }),
};
export const WEBHOOKS: CraftedBodies = {
  '2,500 events': () => ({
    events: times(2_500, (index) => ({ ...event, id: `e-${index}`, resource: { metadata: of(38, 'x') } })),
  }),
  'events that are none': () => ({ events: times(2_500, 1) }),
  'one event': (bytes) => ({ events: [{ ...event, resource: { metadata: { body: fill('x', bytes - 300) } } }] }),
  'one event of many members': () => ({ events: [{ ...event, resource: { metadata: of(119_000, 1) } }] }),
  'one event of many objects': () => ({ events: [{ ...event, resource: { metadata: { list: times(99_000, {}) } } }] }),
};

/** By path in Nest's form. */
export const CRAFTED: Readonly<Record<string, CraftedBodies>> = {
  '/v1/messages': MESSAGES,
  '/v1/handovers': HANDOVERS,
  '/v1/cognigy/messages': mapped(OUTPUTS, (output) => ({ ...COGNIGY, messageId: 'm', direction: 'bot', ...output })),
  '/v1/cognigy/outputs/:webhookKey': mapped(OUTPUTS, (AIOutput) => ({ ...session, AIOutput })),
  '/v1/cognigy/handovers': {
    ...STEPS,
    'steps without number': () => ({ ...COGNIGY, transcript: times(3_400, { role: 'bot', payload: { text: 'x' } }) }),
    'a profile as text': () => ({ ...COGNIGY, profile: JSON.stringify(of(3_500, 'x')) }),
    'a transcript as text': () => ({
      ...COGNIGY,
      transcript: JSON.stringify(times(3_400, { role: 'bot', payload: { text: '<b>' } })),
    }),
    'a transcript as text that is cut': () => ({
      ...COGNIGY,
      transcript: JSON.stringify(times(3_400, { role: 'bot', payload: {} })).slice(0, -3),
    }),
  },
  '/v1/chatlayer/:webhookKey': CHATLAYER,
  '/admin/tenants/:slug/profile-mapping': {
    'rules for nothing': () => ({
      rules: times(200, (index) => ({ from: `${index}${'é'.repeat(250)}`, to: `context.${'9é'.repeat(120)}` })),
    }),
  },
  '/admin/tenants/:slug/profile-mapping/preview': {
    'a profile of 64 KB': () => ({ profile: of(3_500, 'x'), mapping: { onCollision: 'suffix' } }),
    'a profile of one key': () => ({
      profile: Object.fromEntries(
        times(3_500, (index) => [
          `a${'-'.repeat(index % 40)}${' '.repeat(index / 40)}`.slice(0, 12) + '\u0301'.repeat(index % 9),
          1,
        ]),
      ),
    }),
  },
};
