/**
 * A job that runs in time, independent of clocks and of killed processes. Every process that runs jobs runs it, one turn after
 * the other, so it must tolerate that another replica runs it too.
 */
export abstract class FrequentJob {
  /** Unique and stable. */
  abstract readonly name: string;

  /** From the end of a turn to the next, in milliseconds. */
  abstract readonly everyMs: number;

  /** A failure is logged; the next turn tries again. `signal` aborts when the process stops. */
  abstract run(signal: AbortSignal): Promise<void>;
}
