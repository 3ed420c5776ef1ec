import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { MUTANTS } from './mutants.js';

describe('the bugs of `npm run mutants`', () => {
  it.each(MUTANTS)('$bug: has exactly one place, and tests', ({ file, search, replace, tests }) => {
    expect(readFileSync(file, 'utf8').split(search)).toHaveLength(2);
    expect(replace).not.toBe(search);
    expect(tests.filter((test) => !existsSync(test))).toEqual([]);
    expect(tests).not.toEqual([]);
  });

  it('are all different', () => {
    expect(new Set(MUTANTS.map(({ bug }) => bug)).size).toBe(MUTANTS.length);
  });
});
