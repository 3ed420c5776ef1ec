import { AppError } from '#kernel';
import { backoffMs } from './backoff.js';

export interface Failure {
  readonly error: unknown;
  /** Tries that failed, this one included. */
  readonly failures: number;
  /** Milliseconds that already count towards the limit, this try included. */
  readonly heldMs: number;
  readonly holdLimitMs: number;
  /** The service's circuit is open: the wait does not count, and ends when a probe is answered. */
  readonly circuitOpen: boolean;
}

export type Verdict =
  | { readonly type: 'retry'; readonly delayMs: number; readonly heldMs: number }
  | { readonly type: 'park'; readonly reason: 'permanent' | 'held-too-long' };

/** Errors whose wait does not count, such as a used-up rate budget, have `excused: true`. */
interface Excusable {
  readonly excused?: boolean;
}

/** Whether and when a failed delivery is retried, or parked for a human. */
export function verdictOn(failure: Failure, random: () => number): Verdict {
  if (!isTransient(failure.error)) return { type: 'park', reason: 'permanent' };
  const excused = failure.circuitOpen || isExcused(failure.error);
  if (!excused && failure.heldMs >= failure.holdLimitMs) return { type: 'park', reason: 'held-too-long' };
  const wished = failure.error instanceof AppError ? failure.error.retryAfterMs : undefined;
  const delayMs = wished ?? (failure.circuitOpen ? 0 : backoffMs(failure.failures, failure.heldMs, random));
  return { type: 'retry', delayMs, heldMs: excused ? failure.heldMs : failure.heldMs + delayMs };
}

/** Whether the wait does not count, because nothing was called. */
export function isExcused(error: unknown): boolean {
  return (error as Excusable | undefined)?.excused === true;
}

/** Every error that is not known to be permanent may end: a loss is worse than a repeat. */
export function isTransient(error: unknown): boolean {
  return !(error instanceof AppError) || error.kind === 'throttled' || error.kind === 'unavailable';
}
