/**
 * A background job that may run hours late: the clocks of the processes decide which one schedules it. It must tolerate
 * repeats, and that another replica runs it too. Use a FrequentJob for work that must run in time.
 */
export abstract class Job {
  /** Unique and stable: jobs wait in the database under it. */
  abstract readonly name: string;

  /** When it runs: five crontab fields, in UTC. */
  abstract readonly cron: string;

  /** A failure is logged; the next turn tries again. `signal` aborts when the process stops. */
  abstract run(signal: AbortSignal): Promise<void>;
}
