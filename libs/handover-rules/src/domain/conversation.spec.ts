import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { routeMessage } from './conversation.js';

describe('routeMessage', () => {
  it('keeps the bot quiet while Engage has the conversation', () => {
    expect(routeMessage('active', { author: 'bot' }, false)).toEqual({ route: 'agent', towardsEngage: 'mute' });
    expect(routeMessage('queue', { author: 'bot' }, true)).toEqual({ route: 'agent', towardsEngage: 'mute' });
    expect(routeMessage('active', { author: 'bot', forAgent: true }, false).towardsEngage).toBe('send');
  });

  it("sends the customer's messages to exactly one side that answers", () => {
    fc.assert(
      fc.property(
        fc.constantFrom('bot' as const, 'queue' as const, 'active' as const),
        fc.boolean(),
        (state, forwardOnly) => {
          const { route, towardsEngage } = routeMessage(state, { author: 'user' }, forwardOnly);
          expect(route).toBe(state === 'bot' ? 'bot' : 'agent');
          if (route === 'agent') expect(towardsEngage).toBe('send');
          else expect(towardsEngage).toBe(forwardOnly ? 'keep' : 'send');
        },
      ),
    );
  });
});
