/**
 * A job in the background that may come hours late: processes' clocks decide who schedules it. It must tolerate repeats, and that
 * another replica runs the same. What must come in time is a FrequentJob.
 */
export abstract class Job {
  /** Unique and stable: jobs wait in the database under it. */
  abstract readonly name: string;

  /** When it runs by itself: five crontab fields, in UTC. */
  abstract readonly cron: string;

  /** A failure is logged; the next turn tries again. `signal` says that the process stops. */
  abstract run(signal: AbortSignal): Promise<void>;
}
