import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { findInRepository, findWords, wordsOf } from './plain-words.js';

describe('plain words', async () => {
  const words = wordsOf(await readFile(new URL('../../CONTRIBUTING.md', import.meta.url), 'utf8'));
  const found = (text: string): unknown[] => findWords(text, words).map(({ line, word }) => [line, word]);

  it('are listed in CONTRIBUTING.md', () => {
    expect(words.length).toBeGreaterThan(12);
    expect(words).toContainEqual({ word: 'gave up', use: 'discard, stop, release' });
  });

  it('are found in comments, strings and sentences', () => {
    expect(found('// Make it a new start.\n// Make it anew.')).toEqual([[2, 'anew']]);
    expect(found("const detail = 'Nobody is there.';")).toEqual([[1, 'nobody']]);
    expect(found('We gave\n * up.')).toEqual([]);
    expect(found('We gave\nup.')).toEqual([[1, 'gave up']]);
  });

  it('are not checked in data', () => {
    expect(found("['nobody', '/tenants/nobody', 'nobody@example.org', 'delivery.told-too-late']")).toEqual([]);
  });

  it('are the only words in this repository', () => {
    expect(findInRepository()).toEqual([]);
  });
});
