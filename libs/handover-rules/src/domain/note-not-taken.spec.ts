import { expect, it } from 'vitest';
import { AppError } from '#kernel';
import { NoteNotTaken } from './handover.errors.js';

class Throttled extends AppError {
  readonly code = 'test.throttled';
  readonly kind = 'throttled';
}

it.each([
  [5_000, 5_000],
  [60_000, 10_000],
])('a note that is refused for %i ms is retried after %i ms', (retryAfterMs, expected) => {
  expect(new NoteNotTaken(new Throttled('Later.', { retryAfterMs })).retryAfterMs).toBe(expected);
});

it('a note that is refused without a time waits like any delivery', () => {
  expect(new NoteNotTaken(new Throttled('Later.')).retryAfterMs).toBeUndefined();
});
