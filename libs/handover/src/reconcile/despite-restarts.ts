import { DatabaseAway, type Pauses } from '#database';

const TRIES = 10;
/** Between two tries, in milliseconds. */
const RETRY_MS = 2_000;

/**
 * Repeats a step while the database is away, so that a restart of some seconds does not waste what was read from Engage: calls are
 * scarce.
 *
 * @param step has the same effect when it is repeated
 * @throws what the last try throws, after 10 tries or once the signal is aborted
 */
export async function despiteRestarts<Result>(
  step: () => Promise<Result>,
  pauses: Pauses,
  signal: AbortSignal,
): Promise<Result> {
  for (let tries = 1; ; tries++) {
    try {
      return await step();
    } catch (error) {
      if (tries === TRIES || !(error instanceof DatabaseAway)) throw error;
      await pauses.wait(RETRY_MS, signal).catch(() => Promise.reject(error));
    }
  }
}
