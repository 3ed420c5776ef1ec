import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitText } from './split-text.js';

const graphemesOf = (text: string): string[] =>
  [...new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(text)].map(({ segment }) => segment);

const LIMIT = 40;
/** Texts with sequences that are easily broken: family emoji, flags, accents, line breaks, lone surrogates. */
const tricky = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.string({ unit: 'binary' }),
      fc.constantFrom('👩‍👩‍👧‍👦', '🇩🇪🇫🇷', 'e\u0301', '\r\n', '\n\n', ' ', '\ud83d', 'नमस्ते'),
    ),
    { maxLength: 60 },
  )
  .map((pieces) => pieces.join(''));

describe('splitText', () => {
  it('loses and adds nothing, and respects the limit', () => {
    fc.assert(
      fc.property(tricky, fc.integer({ min: 2, max: 60 }), (text, limit) => {
        const parts = splitText(text, limit);
        expect(parts.join('')).toBe(text);
        for (const part of parts) expect(part.length).toBeLessThanOrEqual(limit);
        expect(parts.slice(0, -1)).not.toContain('');
      }),
    );
  });

  it('breaks no grapheme that fits', () => {
    fc.assert(
      fc.property(tricky, (text) => {
        const whole = graphemesOf(text);
        fc.pre(whole.every((grapheme) => grapheme.length <= LIMIT));
        let rest = whole;
        for (const part of splitText(text, LIMIT)) {
          const count = rest.findIndex((_, index) => rest.slice(0, index).join('') === part);
          const taken = count === -1 ? rest : rest.slice(0, count);
          expect(taken.join('')).toBe(part);
          rest = rest.slice(taken.length);
        }
      }),
    );
  });

  it('does not split a short text', () => {
    expect(splitText('Hello', 5)).toEqual(['Hello']);
    expect(splitText('', 5)).toEqual(['']);
  });

  it.each([
    ['a paragraph', 'First one here.\n\nSecond line\nand word', 25, ['First one here.\n\n', 'Second line\nand word']],
    ['a line', 'First line here\nand more words', 25, ['First line here\n', 'and more words']],
    ['a word', 'All these words in one line', 20, ['All these words in ', 'one line']],
    ['any grapheme when there is no border', 'aaaaaaaae\u0301bbb', 9, ['aaaaaaaa', 'e\u0301bbb']],
  ])('prefers to break after %s', (_, text, limit, parts) => {
    expect(splitText(text, limit)).toEqual(parts);
  });

  it('breaks an overlong grapheme, but no surrogate pair', () => {
    const zalgo = `a${'\u0301'.repeat(25)}`;
    expect(splitText(zalgo, 10).map((part) => part.length)).toEqual([10, 10, 6]);
    const family = '👩‍👩‍👧‍👦';
    for (const part of splitText(family, 4)) expect(part.isWellFormed()).toBe(true);
  });

  it('is fast for a megabyte', () => {
    const text = 'Some words, a 👍🏽 and an e\u0301. '.repeat(40_000);
    const started = performance.now();
    expect(splitText(text, 20_000).join('')).toBe(text);
    expect(performance.now() - started).toBeLessThan(2_000);
  });
});
