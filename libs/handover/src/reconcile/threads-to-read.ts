import type { HandoverId } from '#kernel';
import type { Asked } from './asked.js';

/** Few calls are allowed in the background, and ends need them, too. */
const MOST_READ = 20;
/** After this number of failures the run reads no more: Engage or the database is away for longer. */
const MOST_FAILED = 5;

/** Threads that one run for a tenant reads for lost messages, limited in number. */
export class ThreadsToRead {
  private readonly waiting = new Map<HandoverId, Asked>();
  private readonly retried = new Set<HandoverId>();
  private left = MOST_READ;
  private failures = 0;

  /** @param random at least 0 and less than 1 */
  constructor(private readonly random = Math.random) {}

  /** Once the ends are settled. */
  add(one: Asked): void {
    this.waiting.set(one.handover.id, one);
  }

  /** One that could not be read has one more turn. */
  retry(one: Asked): void {
    if (this.retried.has(one.handover.id)) return;
    this.retried.add(one.handover.id);
    this.add(one);
  }

  /**
   * Any of those that wait, and not the first one: if Engage does not allow enough calls for all, no thread is left out in each run.
   *
   * @returns undefined: none waits, or no more may be read
   */
  next(): Asked | undefined {
    if (!this.mayTake) return undefined;
    const all = [...this.waiting.values()];
    const one = all[Math.floor(this.random() * all.length)];
    if (one) this.waiting.delete(one.handover.id);
    return one;
  }

  /** @returns whether one more may be read */
  take(): boolean {
    if (!this.mayTake) return false;
    this.left -= 1;
    return true;
  }

  /** Whether one more may be read. */
  get mayTake(): boolean {
    return this.left > 0;
  }

  /** A thread could not be read. */
  failed(): void {
    this.failures += 1;
    if (this.failures >= MOST_FAILED) this.end();
  }

  /** Engage allows no more calls in this run. */
  end(): void {
    this.left = 0;
  }
}
