import { DatabaseAway } from '#database';
import type { EngageEvent } from '#handover';
import type { EngageThreadId } from '#kernel';
import { IngressUnavailable } from './ingress.errors.js';

/** Engage waits five seconds for an answer; then it repeats the request, next to the one that still runs. In milliseconds. */
const BATCH_MS = 4_000;
/** How long one event keeps those of other conversations waiting, e.g. for a lock, in milliseconds. */
const EVENT_MS = 500;

/**
 * The events of one webhook request, in their order in each thread: once one is not stored, the later ones of its thread wait
 * for the repeat of the request. The other threads go on.
 */
export class EventBatch {
  private readonly endsAt = performance.now() + BATCH_MS;
  private readonly heldThreads = new Set<EngageThreadId>();
  private readonly running = new Set<Promise<void>>();
  private readonly failures: unknown[] = [];
  private isDatabaseAway = false;
  private isLeftOut = false;

  /** @returns whether the next event makes sense: there is time, and the database is there */
  get goesOn(): boolean {
    return !this.isDatabaseAway && performance.now() < this.endsAt;
  }

  /** Begins to store an event, and resolves when the next one can begin. */
  async add({ threadId }: EngageEvent, store: () => Promise<void>): Promise<void> {
    if (threadId !== undefined && this.heldThreads.has(threadId)) return this.leaveOut();
    let isStored = false;
    const work = store()
      .then(() => void (isStored = true))
      .catch((error: unknown) => this.learnFrom(error))
      .finally(() => this.running.delete(work));
    this.running.add(work);
    await settled(work, Math.min(EVENT_MS, this.timeLeft()));
    if (!isStored && threadId !== undefined) this.heldThreads.add(threadId);
  }

  /** Notes that something is left for the repeat of the request. */
  leaveOut(): void {
    this.isLeftOut = true;
  }

  /** @throws the first failure, if not everything is stored when the time is over */
  async end(): Promise<void> {
    if (this.goesOn) await settled(Promise.all(this.running), this.timeLeft());
    if (this.failures.length > 0) throw this.failures[0];
    if (this.isLeftOut || this.running.size > 0) throw new IngressUnavailable();
  }

  private learnFrom(error: unknown): void {
    this.failures.push(error);
    if (error instanceof DatabaseAway) this.isDatabaseAway = true;
  }

  private timeLeft(): number {
    return Math.max(0, this.endsAt - performance.now());
  }
}

/** Resolves when the work, which never fails, is done, or the time is over. */
function settled(work: Promise<unknown>, ms: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    void work.then(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}
