import { describe, expect, it } from 'vitest';
import { CATALOGUE } from './catalogue.js';

describe('the catalogue of checks', () => {
  const ids = CATALOGUE.map(({ id }) => id);

  it('has stable ids, each once', () => {
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.filter((id) => !/^[a-z]+(-[a-z]+)*$/.test(id))).toEqual([]);
  });

  it('lets a check need only earlier checks, so no check waits for itself', () => {
    for (const [index, { id, needs }] of CATALOGUE.entries())
      expect([id, needs.filter((need) => !ids.slice(0, index).includes(need))]).toEqual([id, []]);
  });
});
