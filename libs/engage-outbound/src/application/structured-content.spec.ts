import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Button, type Card, type Choice, choicesOf, type RichContent } from '#rich-content';
import { structuredFault } from '../testing/structured-limits.js';
import { messageParts } from './message-parts.js';
import { cut, SDK_KINDS, structuredMessage } from './structured-content.js';

const reply = (title: string, payload?: string): Button => ({ type: 'reply', title, ...(payload && { payload }) });
const LINK: Button = { type: 'url', title: 'Details', url: 'https://shop.example/plans/l' };
const PHONE: Button = { type: 'phone', title: 'Call us', phoneNumber: '+4930123456' };
const contentOf = (words: string, content: RichContent, kinds = SDK_KINDS) =>
  structuredMessage(words, content, kinds)?.content;

describe('structuredMessage shows', () => {
  it('choices as a menu, with the payload of each', () => {
    const items = [{ title: 'January', payload: 'inv-01' }, { title: 'February' }, { title: 'März', payload: 'März' }];
    expect(structuredMessage('Which?', { type: 'quick_replies', items }, SDK_KINDS)).toEqual({
      content: {
        type: 'select',
        items: [
          { title: 'January', payload: 'inv-01' },
          { title: 'February', payload: 'choice:2' },
          { title: 'März', payload: 'choice:3' },
        ],
      },
      body: 'Which?',
      holdsWords: true,
    });
  });

  it('buttons below the text', () => {
    expect(contentOf('Here it is', { type: 'buttons', items: [LINK, reply('Take it', 'take')] })).toEqual({
      type: 'template',
      title: 'Here it is',
      items: [
        { type: 'url', title: 'Details', url: 'https://shop.example/plans/l' },
        { type: 'reply', title: 'Take it', payload: 'take' },
      ],
    });
  });

  it('a menu where buttons do not fit', () => {
    const five = ['a', 'b', 'c', 'd', 'e'].map((title) => reply(title));
    expect(contentOf('Which?', { type: 'buttons', items: five })).toMatchObject({ type: 'select' });
    expect(contentOf('Which? '.repeat(60), { type: 'buttons', items: [reply('a')] })).toMatchObject({ type: 'select' });
    expect(contentOf('Which?', { type: 'buttons', items: [...five.slice(1), LINK] })).toBeUndefined();
  });

  it('a card', () => {
    const card = { title: 'Plan S', subtitle: '10 kWh', imageUrl: 'https://cdn.example/s.PNG?v=2', buttons: [LINK] };
    expect(structuredMessage('', { type: 'template', ...card, url: 'https://shop.example' }, SDK_KINDS)).toEqual({
      content: {
        type: 'template',
        title: 'Plan S',
        subtitle: '10 kWh',
        url: 'https://shop.example',
        attachment_url: 'https://cdn.example/s.PNG?v=2',
        items: [LINK],
      },
      body: 'Plan S',
      holdsWords: false,
    });
  });

  it('cards with images on all of them or on none', () => {
    const [s, l] = ['s', 'l'].map((name) => ({ title: name, imageUrl: `https://cdn.example/${name}.jpg` }));
    const images = (...items: Card[]) => JSON.stringify(contentOf('', { type: 'carousel', items })).match(/\w\.jpg/g);
    expect(images(s!, l!)).toEqual(['s.jpg', 'l.jpg']);
    expect(images(s!, { title: 'none' })).toBeNull();
    expect(images(s!, { title: 'other', imageUrl: 'https://cdn.example/l.webp' })).toBeNull();
  });

  it('a list as cards, its own button on the last one, numbered as in text', () => {
    const items = [
      { title: 'S', buttons: [reply('Take S')] },
      { title: 'L', buttons: [reply('Take L')] },
    ];
    expect(contentOf('', { type: 'list', items, button: reply('None') })).toMatchObject({
      type: 'carousel',
      items: [
        { items: [{ payload: 'choice:1' }] },
        { items: [{ payload: 'choice:2' }, { title: 'None', payload: 'choice:3' }] },
      ],
    });
  });

  it('a link with its preview', () => {
    const link = { title: 'Guide', url: 'https://shop.example/guide', imageUrl: 'https://cdn.example/g.jpeg' };
    expect(contentOf('', { type: 'rich_link', ...link })).toEqual({
      type: 'rich_link',
      title: 'Guide',
      url: 'https://shop.example/guide',
      attachment_url: 'https://cdn.example/g.jpeg',
    });
  });

  it('a list of Engage only where the channel has no better form', () => {
    const menu: RichContent = { type: 'select', items: [{ title: 'Red', payload: 'r' }] };
    expect(contentOf('Which?', menu, ['list'])).toEqual({
      type: 'list',
      title: 'Which?',
      items: [{ title: 'Red', payload: 'r' }],
    });
    expect(contentOf('Which?', menu, ['select', 'list'])).toMatchObject({ type: 'select' });
    const long = { type: 'select' as const, items: [{ title: 'Red', payload: 'r'.repeat(201) }] };
    expect(contentOf('Which?', long, ['list'])).toMatchObject({ items: [{ payload: 'choice:1' }] });
  });
});

describe('structuredMessage leaves these as text:', () => {
  const many = (count: number): Choice[] => Array.from({ length: count }, (_, index) => ({ title: `No. ${index}` }));
  it.each<[string, string, RichContent]>([
    ['choices without words', ' ', { type: 'select', items: many(2) }],
    ['more choices than a menu holds', 'Which?', { type: 'select', items: many(14) }],
    ['a choice without a title', 'Which?', { type: 'select', items: [{ title: ' ' }] }],
    ['buttons without words', '', { type: 'buttons', items: [reply('a')] }],
    ['phone numbers', 'Call', { type: 'buttons', items: [reply('a'), PHONE] }],
    ['phone numbers on cards', '', { type: 'carousel', items: [{ title: 'a', buttons: [PHONE] }] }],
    ['more buttons than a card holds', '', { type: 'template', title: 'a', buttons: Array<Button>(5).fill(LINK) }],
    ['more cards than a carousel holds', '', { type: 'carousel', items: many(11) }],
    ['a card without a word', '', { type: 'template', title: '', imageUrl: 'https://cdn.example/a.png' }],
    ['invalid links', '', { type: 'template', title: 'a', url: 'app://orders' }],
    ['places', 'Here', { type: 'location', latitude: 52.5, longitude: 13.4 }],
  ])('%s', (_, words, content) => {
    expect(structuredMessage(words, content, SDK_KINDS)).toBeUndefined();
  });

  it('what the channel does not show', () => {
    expect(structuredMessage('Which?', { type: 'select', items: many(2) }, ['template'])).toBeUndefined();
  });
});

describe('cut', () => {
  it('ends in an ellipsis and breaks no grapheme', () => {
    expect(cut('short', 5)).toBe('short');
    expect(cut('longer', 5)).toBe('long…');
    expect(cut('ab👩‍👩‍👧‍👦', 6)).toBe('ab…');
    expect(cut('👩‍👩‍👧‍👦👩‍👩‍👧‍👦', 12)).toBe('👩‍👩‍👧‍👦…');
  });
});

const words = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 20 }),
  fc.constantFrom('', ' ', 'x'.repeat(81), 'y '.repeat(700), '👩‍👩‍👧‍👦'.repeat(40), 'Größe', '\ud83d'),
);
const address = fc.oneof(
  fc.constantFrom(
    'https://a.example/i.png',
    'http://a.example/i.webp',
    'app://x',
    '',
    `https://a.example/${'p'.repeat(2_048)}`,
  ),
  fc.webUrl(),
);
const button: fc.Arbitrary<Button> = fc.oneof(
  fc.record({ type: fc.constant('reply' as const), title: words, payload: words }, { requiredKeys: ['type', 'title'] }),
  fc.record({ type: fc.constant('url' as const), title: words, url: address }),
  fc.record({ type: fc.constant('phone' as const), title: words, phoneNumber: words }),
);
const cardFields = {
  title: words,
  subtitle: words,
  imageUrl: address,
  url: address,
  buttons: fc.array(button, { maxLength: 5 }),
};
const card = fc.record(cardFields, { requiredKeys: ['title'] });
const cards = fc.array(card, { maxLength: 12 });
const choices = fc.array(fc.record({ title: words, payload: words, imageUrl: address }, { requiredKeys: ['title'] }), {
  maxLength: 15,
});
const anyContent: fc.Arbitrary<RichContent> = fc.oneof(
  fc.record({ type: fc.constantFrom('quick_replies' as const, 'select' as const), items: choices }),
  fc.record({ type: fc.constant('buttons' as const), items: fc.array(button, { maxLength: 15 }) }),
  fc.record({ type: fc.constant('template' as const), ...cardFields }, { requiredKeys: ['type', 'title'] }),
  fc.record({ type: fc.constant('carousel' as const), items: cards }),
  fc.record({ type: fc.constant('list' as const), items: cards, button }, { requiredKeys: ['type', 'items'] }),
  fc.record({
    type: fc.constant('rich_link' as const),
    title: words,
    url: address,
    subtitle: words,
    imageUrl: address,
  }),
  fc.record({ type: fc.constant('location' as const), latitude: fc.double(), longitude: fc.double(), title: words }),
);

describe('any content', () => {
  const kinds = fc.subarray([...SDK_KINDS, 'list']);

  it('stays within the limits of Engage', () => {
    fc.assert(
      fc.property(words, anyContent, kinds, (text, content, shown) => {
        const message = structuredMessage(text, content, shown);
        if (!message) return;
        expect(structuredFault(message.content, 'attachment_url')).toBeUndefined();
        expect(shown).toContain(message.content['type']);
        expect(message.body.trim()).not.toBe('');
      }),
      { numRuns: 2_000 },
    );
  });

  it('can be read with all its choices, texts and links, structured or as text', () => {
    fc.assert(
      fc.property(words, anyContent, kinds, (text, content, shown) => {
        const parts = messageParts({ words: text, content, hasFiles: false }, { kinds: shown, limit: 20_000 });
        const read = [
          ...parts.filter(({ structured }) => !structured).map(({ body }) => body),
          ...parts.flatMap(({ structured }) => (structured ? textsIn(structured.content) : [])),
          ...parts.filter(({ structured }) => structured?.content['type'] === 'select').map(({ body }) => body),
        ].join('\n');
        for (const { title } of choicesOf(content)) expect(read).toContain(cut(title, 80).replace(/…$/, '').trim());
        expect(read).toContain(text.trim());
        for (const link of linksIn(content)) expect(read).toContain(link);
      }),
      { numRuns: 2_000 },
    );
  });
});

function linksIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => (name === 'url' ? [String(inner)] : linksIn(inner)));
}

/** Every text that agents can read of a structured message. */
function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}
