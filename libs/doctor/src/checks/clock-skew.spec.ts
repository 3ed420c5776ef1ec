import { describe, expect, it } from 'vitest';
import { clockFinding } from './clock-skew.js';

const at = (seconds: number) => new Date(Date.UTC(2026, 2, 2, 9, 0, seconds));

describe('the difference between two clocks', () => {
  it.each([
    [2, 'pass', 'agree'],
    [0, 'pass', 'agree'],
    [12, 'warn', '8 s ahead of'],
    [-20, 'warn', '20 s behind'],
    [-200, 'fail', '200 s behind'],
  ])('between 0 and 4 s of this clock, the other clock shows %i s: %s', (theirs, status, words) => {
    expect(clockFinding('Engage', { theirs: at(theirs), askedAt: at(0), answeredAt: at(4) })).toMatchObject({
      status,
      detail: expect.stringContaining(words),
    });
  });
});
