/**
 * A job that comes in time, whatever the clocks show and whichever process was killed. Every process that runs jobs runs it, one turn
 * after the other, so that it must tolerate that another replica runs the same.
 */
export abstract class FrequentJob {
  /** Unique and stable. */
  abstract readonly name: string;

  /** From the end of a turn to the next, in milliseconds. */
  abstract readonly everyMs: number;

  /** A failure is logged; the next turn tries again. `signal` says that the process stops. */
  abstract run(signal: AbortSignal): Promise<void>;
}
