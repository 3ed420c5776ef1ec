import { DatabaseAway } from '#database';
import type { EngageEvent } from '#handover';
import { IngressUnavailable } from './ingress.errors.js';

/**
 * Time for a request, in milliseconds. Engage waits five seconds for an answer; then it repeats the request while the
 * first one may still be running.
 */
const BATCH_MS = 4_000;
/** Events of a thread that are stored together. */
const MOST_TOGETHER = 64;

/**
 * Stores events of one thread, in order, with one outcome for each: after a temporary failure, the later ones also
 * fail.
 */
type Store = (events: readonly EngageEvent[]) => Promise<readonly PromiseSettledResult<unknown>[]>;

/** The events of one thread that wait for earlier ones. */
interface Thread {
  readonly waiting: EngageEvent[];
  isRunning: boolean;
  /** Once an event could not be stored, the later ones wait for the repeat of the request. */
  isHeld: boolean;
}

/**
 * The events of one webhook request, in order within each thread. A thread that waits, e.g. for a lock, does not delay
 * the others.
 */
export class EventBatch {
  private readonly endsAt = performance.now() + BATCH_MS;
  private readonly threads = new Map<string, Thread>();
  private readonly running = new Set<Promise<void>>();
  private readonly failures: unknown[] = [];
  private isDatabaseAway = false;
  private isLeftOut = false;

  constructor(private readonly store: Store) {}

  /** @returns whether the next event should be added: there is time left, and the database is available */
  get goesOn(): boolean {
    return !this.isDatabaseAway && performance.now() < this.endsAt;
  }

  /** Starts to store an event, and resolves when the next one can be added: an immediate failure is known by then. */
  async add(event: EngageEvent): Promise<void> {
    const thread = this.threadOf(event);
    thread.waiting.push(event);
    if (!thread.isRunning) this.run(thread);
    await new Promise((done) => setImmediate(done));
  }

  /** Notes that some events are left for the repeat of the request. */
  leaveOut(): void {
    this.isLeftOut = true;
  }

  /** @throws the first failure, or IngressUnavailable if not everything is stored in time */
  async end(): Promise<void> {
    while (this.goesOn && this.running.size > 0) await settled(Promise.all(this.running), this.timeLeft());
    if (this.failures.length > 0) throw this.failures[0];
    if (this.isLeftOut || this.running.size > 0) throw new IngressUnavailable();
  }

  private threadOf({ threadId, id }: EngageEvent): Thread {
    const key = threadId === undefined ? `event ${id}` : `thread ${threadId}`;
    let thread = this.threads.get(key);
    if (!thread) this.threads.set(key, (thread = { waiting: [], isRunning: false, isHeld: false }));
    return thread;
  }

  private run(thread: Thread): void {
    const work = this.drain(thread).finally(() => this.running.delete(work));
    this.running.add(work);
  }

  private async drain(thread: Thread): Promise<void> {
    thread.isRunning = true;
    while (thread.waiting.length > 0 && !thread.isHeld && this.goesOn)
      await this.storeNext(thread, thread.waiting.splice(0, MOST_TOGETHER));
    thread.isRunning = false;
    if (thread.waiting.splice(0).length > 0) this.leaveOut();
  }

  private async storeNext(thread: Thread, events: readonly EngageEvent[]): Promise<void> {
    for (const outcome of await this.store(events)) {
      if (outcome.status === 'fulfilled') continue;
      thread.isHeld = true;
      this.failures.push(outcome.reason);
      if (outcome.reason instanceof DatabaseAway) this.isDatabaseAway = true;
    }
  }

  private timeLeft(): number {
    return Math.max(0, this.endsAt - performance.now());
  }
}

/** Resolves when the work, which never rejects, is done, or the time is over. */
function settled(work: Promise<unknown>, ms: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    void work.then(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}
