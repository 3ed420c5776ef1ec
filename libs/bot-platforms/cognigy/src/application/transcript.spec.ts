import { describe, expect, it } from 'vitest';
import { turnsOf } from './transcript.js';

describe('turnsOf', () => {
  it('leaves out steps of any role that does not speak', () => {
    const payload = { text: 'Hi' };
    const roles = ['system', 'tool', 'constructor', 'toString', '__proto__', '', null, 7];
    expect(turnsOf(roles.map((role) => ({ role, payload })))).toEqual([]);
    expect(turnsOf(['user', 'assistant', 'agent'].map((role) => ({ role, payload })))).toMatchObject([
      { author: 'user' },
      { author: 'bot' },
      { author: 'agent' },
    ]);
  });
});
