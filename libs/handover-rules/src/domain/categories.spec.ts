import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { giveBack, handOver, sameSet } from './categories.js';

describe('handing over and giving back', () => {
  it("replaces the bot's category with the agents' and keeps the rest", () => {
    expect(handOver(['bot', 'vip'], 'agent', 'bot', ['billing', 'vip'])).toEqual({
      categoryIds: ['vip', 'agent', 'billing'],
      added: ['billing'],
    });
  });

  const record = (more = {}) => ({ before: ['vip', 'bot'], added: ['billing'], agent: 'agent', ...more });

  it('removes only what it added, and keeps what agents added', () => {
    expect(giveBack(['vip', 'agent', 'billing', 'topic'], 'bot', record())).toEqual(['vip', 'topic', 'bot']);
  });

  it('removes what an agent chose by a transfer', () => {
    expect(giveBack(['vip', 'second-line', 'billing'], 'bot', record())).toEqual(['vip', 'bot']);
  });

  it('changes nothing when it is repeated', () => {
    expect(giveBack(['vip', 'topic', 'bot'], 'bot', record())).toEqual(['vip', 'topic', 'bot']);
  });

  it('does not change a thread of the bot', () => {
    const id = fc.constantFrom('a', 'b', 'c', 'd');
    fc.assert(
      fc.property(fc.uniqueArray(id), fc.uniqueArray(id), (others, additional) => {
        const before = [...others, 'bot'];
        const { categoryIds, added } = handOver(before, 'agent', 'bot', additional);
        expect(categoryIds).toContain('agent');
        expect(categoryIds).not.toContain('bot');
        expect(sameSet(giveBack(categoryIds, 'bot', { before, added, agent: 'agent' }), before)).toBe(true);
      }),
    );
  });
});
