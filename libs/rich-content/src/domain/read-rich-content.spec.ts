import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonValue } from '#kernel';
import { choicesOf, chosenFrom, payloadOf, standIn } from './choices.js';
import { isWebAddress, readRichContent } from './read-rich-content.js';
import type { Button, Card, Choice, RichContent } from './rich-content.js';
import { richText } from './rich-text.js';

const words = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }).filter((text) => text.trim() !== '');
const oneLine = words.filter((text) => !/[\r\n\u2028\u2029]/.test(text));
const address = fc.webUrl({ withQueryParameters: true }).filter(isWebAddress);
const optional = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: undefined });
/** JSON has no members that are undefined. */
const lean = <Value>(arbitrary: fc.Arbitrary<Value>): fc.Arbitrary<Value> =>
  arbitrary.map((value) => JSON.parse(JSON.stringify(value)) as Value);

const choice = fc.record({ title: oneLine, payload: optional(words), imageUrl: optional(address) });
const button = fc.oneof(
  fc.record({ type: fc.constant('reply'), title: oneLine, payload: optional(words) }),
  fc.record({ type: fc.constant('url'), title: oneLine, url: address }),
  fc.record({ type: fc.constant('phone'), title: oneLine, phoneNumber: oneLine }),
);
const few = { minLength: 1, maxLength: 5 };
const face = {
  title: oneLine,
  subtitle: optional(oneLine),
  imageUrl: optional(address),
  url: optional(address),
  buttons: optional(fc.array(button, few)),
};
const card = fc.record(face);
const content = lean(
  fc.oneof(
    fc.record({ type: fc.constantFrom('quick_replies', 'select'), items: fc.array(choice, few) }),
    fc.record({ type: fc.constant('buttons'), items: fc.array(button, few) }),
    fc.record({ type: fc.constant('template'), ...face }),
    fc.record({ type: fc.constant('carousel'), items: fc.array(card, few) }),
    fc.record({ type: fc.constant('list'), items: fc.array(card, few), button: optional(button) }),
    fc.record({ type: fc.constant('rich_link'), title: oneLine, url: address, subtitle: optional(oneLine) }),
    fc.record({
      type: fc.constant('location'),
      latitude: fc.integer({ min: -90, max: 90 }),
      longitude: fc.integer({ min: -180, max: 180 }),
      title: optional(oneLine),
    }),
  ),
) as fc.Arbitrary<RichContent>;

describe('any content', () => {
  it('is read as it was written', () => {
    fc.assert(
      fc.property(content, (given) => {
        expect(readRichContent(given as unknown as JsonValue)).toEqual(given);
      }),
    );
  });

  it('numbers its choices in their order', () => {
    fc.assert(
      fc.property(content, (given) => {
        const choices = choicesOf(given);
        const lines = richText(given)
          .split('\n')
          .map((line) => line.trimStart());
        let from = 0;
        for (const [index, { title }] of choices.entries()) {
          const at = lines.indexOf(`${index + 1}. ${title}`.trimStart(), from);
          expect(at).toBeGreaterThanOrEqual(from);
          from = at + 1;
        }
      }),
    );
  });

  it('recognises every choice by its replacement, unless that is a real payload', () => {
    fc.assert(
      fc.property(content, (given) => {
        for (const [index, one] of choicesOf(given).entries())
          expect(chosenFrom(given, { text: '', payload: standIn(index + 1) })).toEqual(one);
      }),
    );
  });

  it('finds the first choice with a payload by it', () => {
    fc.assert(
      fc.property(content, (given) => {
        const choices: Choice[] = choicesOf(given);
        for (const one of choices) {
          const first = choices.find((other) => payloadOf(other) === payloadOf(one));
          expect(chosenFrom(given, { text: '', payload: payloadOf(one) })).toEqual(first);
        }
      }),
    );
  });
});

describe('readRichContent', () => {
  const types = ['quick_replies', 'select', 'buttons', 'template', 'carousel', 'list', 'rich_link', 'location'];
  const junk = fc.jsonValue() as fc.Arbitrary<JsonValue>;

  it('never throws, and reads its own results unchanged', () => {
    const members = ['items', 'title', 'buttons', 'button', 'url', 'latitude', 'longitude', 'payload', '__proto__'];
    const odd = fc
      .tuple(fc.constantFrom(...types, 'constructor'), fc.dictionary(fc.constantFrom(...members), junk))
      .map(([type, rest]) => ({ ...rest, type }));
    fc.assert(
      fc.property(fc.oneof(junk, odd), (value) => {
        const read = readRichContent(value);
        if (!read) return;
        expect(readRichContent(read as unknown as JsonValue)).toEqual(read);
        expect(() => richText(read)).not.toThrow();
      }),
      { numRuns: 500 },
    );
  });

  const read = (value: object) => readRichContent(value as JsonValue);

  it('leaves out items without what they need, and members of a wrong type', () => {
    const items = [{ title: 'Yes', payload: 7, imageUrl: 'ftp://x' }, { title: ' ' }, null, 'No', { payload: 'x' }];
    expect(read({ type: 'select', items, extra: 1 })).toEqual({ type: 'select', items: [{ title: 'Yes' }] });
    const buttons = [
      { type: 'url', title: 'Read', url: 'javascript:alert(1)' },
      { type: 'phone', title: 'Call' },
      { type: 'share', title: 'Share' },
      { title: 'Untyped' },
    ];
    expect(read({ type: 'buttons', items: buttons })).toBeUndefined();
    const cards: Card[] = [{ title: 'Card' }];
    expect(read({ type: 'carousel', items: [{}, { title: 'Card', buttons }, { buttons: [] }] })).toEqual({
      type: 'carousel',
      items: cards,
    });
  });

  it('accepts a card without a title if it has anything else', () => {
    const only: Button = { type: 'reply', title: 'Yes' };
    expect(read({ type: 'template', buttons: [only] })).toEqual({ type: 'template', title: '', buttons: [only] });
  });

  it('uses the host as title of a link without one', () => {
    expect(read({ type: 'rich_link', url: 'https://help.test/a' })).toEqual({
      type: 'rich_link',
      title: 'help.test',
      url: 'https://help.test/a',
    });
  });

  it.each([
    { latitude: 91, longitude: 0 },
    { latitude: 0, longitude: -181 },
    { latitude: '1', longitude: 1 },
    { latitude: 1 },
  ])('rejects the place %j', (place) => {
    expect(read({ type: 'location', ...place })).toBeUndefined();
  });

  it('keeps the first 50 items', () => {
    const items = Array.from({ length: 60 }, (_, index) => ({ title: `Choice ${index}` }));
    expect(read({ type: 'select', items })).toEqual({ type: 'select', items: items.slice(0, 50) });
  });
});

describe('isWebAddress', () => {
  it.each(['https://example.test', 'HTTP://EXAMPLE.TEST/a?b#c', `https://x.test/${'x'.repeat(2033)}`])(
    'accepts %j',
    (url) => {
      expect(isWebAddress(url)).toBe(true);
    },
  );

  it.each([
    '',
    'example.test',
    'ftp://example.test',
    'https://',
    'javascript:1',
    ' https://x.test',
    null,
    7,
    `https://x.test/${'x'.repeat(2034)}`,
  ])('refuses %j', (url) => {
    expect(isWebAddress(url)).toBe(false);
  });
});
