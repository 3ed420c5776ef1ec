import { AppError } from '#kernel';
import { backoffMs } from './backoff.js';

export interface Failure {
  readonly error: unknown;
  /** Tries that failed, this one included. */
  readonly failures: number;
  /** Milliseconds that already count towards the limit, this try included. */
  readonly heldMs: number;
  readonly holdLimitMs: number;
  /** The destination's circuit is open: waiting is nobody's fault and does not count. */
  readonly circuitOpen: boolean;
}

export type Verdict =
  | { readonly type: 'retry'; readonly delayMs: number; readonly heldMs: number }
  | { readonly type: 'park'; readonly reason: 'permanent' | 'held-too-long' };

/** Errors that ask to be waited out without counting, such as a spent rate budget, carry `excused: true`. */
interface Excusable {
  readonly excused?: boolean;
}

/** Whether a failed delivery is tried again, and when, or parked for a human. */
export function verdictOn(failure: Failure, random: () => number): Verdict {
  if (!isTransient(failure.error)) return { type: 'park', reason: 'permanent' };
  const excused = failure.circuitOpen || (failure.error as Excusable).excused === true;
  if (!excused && failure.heldMs >= failure.holdLimitMs) return { type: 'park', reason: 'held-too-long' };
  const wished = failure.error instanceof AppError ? failure.error.retryAfterMs : undefined;
  const delayMs = wished ?? backoffMs(failure.failures, failure.heldMs, random);
  return { type: 'retry', delayMs, heldMs: excused ? failure.heldMs : failure.heldMs + delayMs };
}

/** Everything that is not known to be permanent may pass: a loss is worse than a repeat. */
export function isTransient(error: unknown): boolean {
  return !(error instanceof AppError) || error.kind === 'throttled' || error.kind === 'unavailable';
}
