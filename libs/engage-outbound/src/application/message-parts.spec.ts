import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RichContent } from '#rich-content';
import { messageParts } from './message-parts.js';
import { SDK_KINDS } from './structured-content.js';

const LIMIT = 20_000;
const shown = { kinds: SDK_KINDS, limit: LIMIT };
const MENU: RichContent = { type: 'select', items: [{ title: 'Red' }, { title: 'Blue' }] };
const CARDS: RichContent = { type: 'carousel', items: [{ title: 'Plan S', buttons: [] }, { title: 'Plan L' }] };

describe('messageParts', () => {
  it('keeps the whole text, whatever it contains', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', minLength: 1 }),
        fc.integer({ min: 1, max: 50_000 }),
        (unit, length) => {
          const words = `.${unit.repeat(Math.ceil(length / unit.length))}.`;
          const bodies = messageParts({ words, hasFiles: false }, shown).map(({ body }) => body);
          expect(bodies.every((body) => body.length <= LIMIT)).toBe(true);
          expect(bodies.join('').replace(/\s/g, '')).toBe(words.replace(/\s/g, ''));
        },
      ),
      { numRuns: 50 },
    );
  });

  it('sends no body that Engage would treat as blank', () => {
    expect(messageParts({ words: ' \n\t', hasFiles: false }, shown)).toEqual([]);
    const gap = messageParts({ words: `a${' '.repeat(LIMIT * 2)}b`, hasFiles: false }, shown);
    expect(gap.map(({ body }) => body.trim())).toEqual(['a', 'b']);
  });

  it('puts a menu below the text', () => {
    expect(messageParts({ words: 'Which?', content: MENU, hasFiles: false }, shown)).toMatchObject([
      { body: 'Which?', structured: { content: { type: 'select' }, asText: 'Which?\n1. Red\n2. Blue' } },
    ]);
  });

  it('puts the menu below the last part of a text that is too long', () => {
    const parts = messageParts({ words: 'word '.repeat(5_000), content: MENU, hasFiles: false }, shown);
    expect(parts.map(({ structured }) => structured !== undefined)).toEqual([false, true]);
    expect(parts.map(({ body }) => body).join('')).toBe('word '.repeat(5_000));
  });

  it('sends the text before cards, because Engage shows none with them', () => {
    const parts = messageParts({ words: 'Our plans:', content: CARDS, hasFiles: false }, shown);
    expect(parts).toMatchObject([
      { body: 'Our plans:' },
      { body: 'Plan S', structured: { asText: '• Plan S\n• Plan L' } },
    ]);
  });

  it('sends files with the text, else alone, never with a part that may be refused', () => {
    const parts = (words: string, content?: RichContent) =>
      messageParts({ words, content, hasFiles: true }, shown).map(({ body, withFiles }) => [body, withFiles]);
    expect(parts('See:')).toEqual([['See:', true]]);
    expect(parts('')).toEqual([['', true]]);
    expect(parts('Our plans:', CARDS)).toEqual([
      ['Our plans:', true],
      ['Plan S', undefined],
    ]);
    expect(parts('Which?', MENU)).toEqual([
      ['', true],
      ['Which?', undefined],
    ]);
  });

  it('numbers choices that cannot be shown as structured content', () => {
    expect(messageParts({ words: 'Which?', content: MENU, hasFiles: false }, { kinds: [], limit: LIMIT })).toEqual([
      { body: 'Which?\n1. Red\n2. Blue' },
    ]);
    expect(messageParts({ words: '', content: MENU, hasFiles: false }, shown)).toEqual([{ body: '1. Red\n2. Blue' }]);
  });
});
