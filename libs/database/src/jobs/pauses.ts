import { setTimeout as pause } from 'node:timers/promises';

/** The pauses of jobs before a retry; tests replace them, so that they do not wait. */
export class Pauses {
  /** @throws AbortError when the signal is aborted first */
  async wait(ms: number, signal: AbortSignal): Promise<void> {
    await pause(ms, undefined, { signal });
  }
}
