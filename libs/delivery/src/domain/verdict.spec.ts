import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AppError } from '#kernel';
import { backoffMs } from './backoff.js';
import { DestinationOutage } from './destination-outage.error.js';
import { verdictOn } from './verdict.js';

class Refused extends AppError {
  readonly code = 'test.refused';
  readonly kind = 'rejected';
}
class Throttled extends AppError {
  readonly code = 'test.throttled';
  readonly kind = 'throttled';
}

const failure = { error: new Error('x') as unknown, failures: 1, heldMs: 0, holdLimitMs: 900_000, circuitOpen: false };
const half = (): number => 0.5;

describe('backoffMs', () => {
  it('is at most two seconds at first, ten in the first minute, and stays bounded', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1e6 }),
        fc.nat(1e9),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        (failures, heldMs, random) => {
          const delay = backoffMs(failures, heldMs, () => random);
          expect(delay).toBeGreaterThan(500);
          expect(delay).toBeLessThanOrEqual(failures === 1 ? 2_000 : heldMs < 60_000 ? 10_000 : 40_000);
        },
      ),
    );
  });
});

describe('verdictOn', () => {
  it('parks what a retry would not fix', () => {
    expect(verdictOn({ ...failure, error: new Refused('no') }, half)).toEqual({ type: 'park', reason: 'permanent' });
  });

  it('retries an unknown error, and counts the wait', () => {
    expect(verdictOn(failure, half)).toEqual({ type: 'retry', delayMs: 1_000, heldMs: 1_000 });
  });

  it('uses the delay that an error requests', () => {
    expect(verdictOn({ ...failure, error: new Throttled('slow down', { retryAfterMs: 7_000 }) }, half)).toMatchObject({
      delayMs: 7_000,
    });
  });

  it('parks after the hold limit, but not while the circuit is open', () => {
    const late = { ...failure, error: new DestinationOutage('down'), heldMs: 900_000 };
    expect(verdictOn(late, half)).toEqual({ type: 'park', reason: 'held-too-long' });
    expect(verdictOn({ ...late, circuitOpen: true }, half)).toMatchObject({ type: 'retry', heldMs: 900_000 });
  });

  it('does not count what is excused', () => {
    const spent = Object.assign(new Throttled('budget', { retryAfterMs: 500 }), { excused: true });
    expect(verdictOn({ ...failure, error: spent, heldMs: 5 }, half)).toEqual({
      type: 'retry',
      delayMs: 500,
      heldMs: 5,
    });
  });
});
