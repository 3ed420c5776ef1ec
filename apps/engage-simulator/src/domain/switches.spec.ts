import { describe, expect, it } from 'vitest';
import { DEFAULT_SWITCHES, mergeSwitches } from './switches.js';

describe('switches', () => {
  it('can be changed at any depth, and the rest stays', () => {
    const switches = structuredClone(DEFAULT_SWITCHES);
    mergeSwitches(switches, { sdk: { tries: 1 }, webhooks: { drop: ['task.*'] } });
    expect(switches.sdk).toEqual({ ...DEFAULT_SWITCHES.sdk, tries: 1 });
    expect(switches.webhooks.drop).toEqual(['task.*']);
  });

  it.each([
    { unknown: 1 },
    { sdk: { tries: '1' } },
    { sdk: 5 },
    { sdk: null },
    { webhooks: { drop: 'x' } },
    { __proto__: { a: 1 }, x: 1 },
  ])('refuse %j', (changes) => {
    expect(() => mergeSwitches(structuredClone(DEFAULT_SWITCHES), changes)).toThrow(
      expect.objectContaining({ status: 400 }),
    );
  });
});
