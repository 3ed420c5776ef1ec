import { describe, expect, it } from 'vitest';
import { itemsOfCutList } from './cut-list.js';

const list = [{ text: 'a "quoted\\" ] }' }, ['x', { y: [1] }], { text: 'ü👋' }, 7];

describe('itemsOfCutList', () => {
  it('returns the complete items of every beginning of a list, but not of a whole list', () => {
    const text = JSON.stringify(list);
    for (let length = 1; length < text.length; length++) {
      const items = itemsOfCutList(text.slice(0, length));
      expect(items, text.slice(0, length)).toEqual(list.slice(0, items?.length));
    }
    expect(itemsOfCutList(text.slice(0, -2))).toEqual(list.slice(0, 3));
    expect(itemsOfCutList(text)).toBeUndefined();
  });

  it.each(['', '{"a":1', 'words', '[{"a":}, {"b":1', '['.repeat(100_000)])('is not misled by %j', (text) => {
    expect(itemsOfCutList(text) ?? []).toEqual([]);
  });
});
