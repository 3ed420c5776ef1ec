import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { DEFAULT_CALL_LIMITS } from './call-limits.js';
import { HOLD_MS, StrangerPace } from './stranger-pace.js';

beforeEach(() => void vi.useFakeTimers({ toFake: ['performance', 'setTimeout'] }));
afterEach(() => void vi.useRealTimers());

it('holds a bounded number of answers, and has callers beyond it disconnected', () => {
  const pace = new StrangerPace({ ...DEFAULT_CALL_LIMITS, strangerCallsPerMinute: 1 });
  expect(pace.count('192.0.2.1')).toBe('at-once');
  let released = 0;
  let held = 0;
  while (pace.count('192.0.2.1') === 'held' && held < 10_000) {
    held++;
    pace.hold(() => released++);
  }
  expect([held, pace.count('192.0.2.1')]).toEqual([4_000, 'cut-off']);
  expect(pace.count('192.0.2.2')).toBe('at-once');
  vi.advanceTimersByTime(HOLD_MS);
  expect([released, pace.count('192.0.2.1')]).toEqual([4_000, 'held']);
});
