import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { giveBack, handOver, sameSet } from './categories.js';

describe('handing over and giving back', () => {
  it("puts the agents' category in the bot's place and keeps the rest", () => {
    expect(handOver(['bot', 'vip'], 'agent', 'bot', ['billing', 'vip'])).toEqual({
      categoryIds: ['vip', 'agent', 'billing'],
      added: ['billing'],
    });
  });

  it('takes away only what it added', () => {
    expect(giveBack(['vip', 'agent', 'billing'], 'agent', 'bot', ['billing'])).toEqual(['vip', 'bot']);
  });

  it('leaves a thread of the bot as it was', () => {
    const id = fc.constantFrom('a', 'b', 'c', 'd');
    fc.assert(
      fc.property(fc.uniqueArray(id), fc.uniqueArray(id), (others, additional) => {
        const before = [...others, 'bot'];
        const { categoryIds, added } = handOver(before, 'agent', 'bot', additional);
        expect(categoryIds).toContain('agent');
        expect(categoryIds).not.toContain('bot');
        expect(sameSet(giveBack(categoryIds, 'agent', 'bot', added), before)).toBe(true);
      }),
    );
  });
});
