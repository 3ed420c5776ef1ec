import { AppError } from '#kernel';
import { DestinationOutage } from './destination-outage.error.js';

/**
 * The outcome of a call to a service. `away`: it could not be reached; `throttled`: it asks to wait; `failed`: a retry may
 * succeed; `refused`: a retry would fail too; `aborted`: we stopped waiting ourselves.
 */
export type CallOutcome = 'ok' | 'away' | 'throttled' | 'failed' | 'refused' | 'aborted';

/** @param signal of the caller */
export function outcomeOf(error: unknown, signal: AbortSignal): CallOutcome {
  if (signal.aborted) return 'aborted';
  if (error instanceof DestinationOutage) return 'away';
  if (!(error instanceof AppError) || error.kind === 'unavailable') return 'failed';
  return error.kind === 'throttled' ? 'throttled' : 'refused';
}
