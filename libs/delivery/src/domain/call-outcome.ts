import { AppError } from '#kernel';
import { DestinationOutage } from './destination-outage.error.js';

/**
 * What became of a call to a service. `away`: it was out of reach; `throttled`: it asks to wait; `failed`: it may work next
 * time; `refused`: it will not; `aborted`: we stopped waiting ourselves.
 */
export type CallOutcome = 'ok' | 'away' | 'throttled' | 'failed' | 'refused' | 'aborted';

/** @param signal of the caller */
export function outcomeOf(error: unknown, signal: AbortSignal): CallOutcome {
  if (signal.aborted) return 'aborted';
  if (error instanceof DestinationOutage) return 'away';
  if (!(error instanceof AppError) || error.kind === 'unavailable') return 'failed';
  return error.kind === 'throttled' ? 'throttled' : 'refused';
}
