import { AsyncLocalStorage } from 'node:async_hooks';

export interface RunLimits {
  /** Items of one run. */
  readonly items: number;
  /** Their bytes together; a larger item has a run for itself. Default: no limit. */
  readonly bytes?: number;
  /** Runs at the same time. */
  readonly inFlight: number;
  /** Whether a run has items of one key only. Default: no. */
  readonly oneKey?: boolean;
}

interface Waiting<Item, Result> {
  readonly item: Item;
  readonly bytes: number;
  readonly key: string | undefined;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
}

/** How long items wait at most for more items while another run is in flight, in milliseconds. */
const GATHER_MS = 10;

/** Outside of all requests and transactions: a run belongs to none of the callers that share it. */
const outside = AsyncLocalStorage.snapshot();

/**
 * Work that is cheaper for many items at once. Items that are added while runs are in flight share the next one; items that are
 * added when nothing is in flight run at once, together with all others of the same turn of the event loop. A second run next
 * to one in flight begins as soon as it has as many items as that one, so that few runs carry many items. Order is kept among
 * items of one key: they are never in two runs at the same time.
 */
export class SharedRuns<Item, Result> {
  private waiting: Waiting<Item, Result>[] = [];
  private readonly keysInFlight = new Set<string>();
  private inFlight: readonly (readonly Waiting<Item, Result>[])[] = [];
  private isScheduled = false;
  private gathering: NodeJS.Timeout | undefined;

  /** @param work returns one outcome per item, in their order; if it throws, all items fail with that error */
  constructor(
    private readonly work: (items: readonly Item[]) => Promise<readonly PromiseSettledResult<Result>[]>,
    private readonly limits: RunLimits,
  ) {}

  /** Whether nothing runs or waits. */
  get isIdle(): boolean {
    return this.inFlight.length === 0 && this.waiting.length === 0;
  }

  /**
   * @param key only one run at a time has items of this key; items without a key are independent
   * @throws the error that the work returns for this item
   */
  add(item: Item, { key, bytes = 0 }: { key?: string | undefined; bytes?: number } = {}): Promise<Result> {
    return new Promise<Result>((resolve, reject) => {
      this.waiting.push({ item, bytes, key, resolve, reject });
      if (this.isScheduled || this.inFlight.length >= this.limits.inFlight) return;
      this.isScheduled = true;
      setImmediate(() => {
        this.isScheduled = false;
        this.startRuns();
      });
    });
  }

  private startRuns(): void {
    while (this.inFlight.length < this.limits.inFlight) {
      if (this.waiting.length < this.leastToBegin) return this.gather();
      if (!this.startRun()) return;
    }
  }

  /** @returns whether there was an item whose key is free */
  private startRun(): boolean {
    const batch = this.nextBatch();
    if (batch.length === 0) return false;
    void outside(() => this.run(batch));
    return true;
  }

  /** The number of items that a further run waits for. */
  private get leastToBegin(): number {
    const sizes = this.inFlight.map(({ length }) => length);
    return sizes.length > 0 ? Math.min(...sizes) : 0;
  }

  /** Waiting items begin soon, even if the run in flight takes long. */
  private gather(): void {
    if (this.waiting.length === 0) return;
    this.gathering ??= setTimeout(() => {
      this.gathering = undefined;
      if (this.inFlight.length < this.limits.inFlight) this.startRun();
    }, GATHER_MS);
  }

  /** The longest waiting items whose keys are free, as many as the limits allow. */
  private nextBatch(): Waiting<Item, Result>[] {
    const batch: Waiting<Item, Result>[] = [];
    const left: Waiting<Item, Result>[] = [];
    let bytes = 0;
    let isFull = false;
    for (const one of this.waiting) {
      const isHeld = this.isHeld(one, batch[0]);
      if (!isFull && !isHeld) isFull = batch.length > 0 && !this.hasRoom(batch.length, bytes + one.bytes);
      if (isFull || isHeld) {
        left.push(one);
        continue;
      }
      batch.push(one);
      bytes += one.bytes;
    }
    this.waiting = left;
    return batch;
  }

  private isHeld({ key }: Waiting<Item, Result>, first: Waiting<Item, Result> | undefined): boolean {
    if (this.limits.oneKey && first && first.key !== key) return true;
    return key !== undefined && this.keysInFlight.has(key);
  }

  private hasRoom(items: number, bytes: number): boolean {
    return items < this.limits.items && bytes <= (this.limits.bytes ?? Infinity);
  }

  private async run(batch: readonly Waiting<Item, Result>[]): Promise<void> {
    const keys = new Set(batch.flatMap(({ key }) => (key === undefined ? [] : [key])));
    this.inFlight = [...this.inFlight, batch];
    for (const key of keys) this.keysInFlight.add(key);
    const outcomes = await this.outcomesOf(batch.map(({ item }) => item));
    this.inFlight = this.inFlight.filter((other) => other !== batch);
    for (const key of keys) this.keysInFlight.delete(key);
    this.startRuns();
    batch.forEach(({ resolve, reject }, index) => {
      const outcome = outcomes(index);
      if (outcome.status === 'fulfilled') resolve(outcome.value);
      else reject(outcome.reason);
    });
  }

  private async outcomesOf(items: readonly Item[]): Promise<(index: number) => PromiseSettledResult<Result>> {
    try {
      const outcomes = await this.work(items);
      return (index) =>
        outcomes[index] ?? { status: 'rejected', reason: new Error('A run had no outcome for an item.') };
    } catch (reason) {
      return () => ({ status: 'rejected', reason });
    }
  }
}
