import { DatabaseBusy } from './database-away.js';

interface Share {
  taken: number;
  readonly waiting: (() => void)[];
}

/** How many connections of a pool one tenant may hold at a time: a quarter, so that its locks cannot stop the others. */
export function shareOf(poolSize: number): number {
  return Math.max(2, Math.floor(poolSize / 4));
}

/** Lets each scope use a share of a pool. Callers beyond it wait in order of arrival, for a limited time. */
export class PoolShares {
  private readonly shares = new Map<string, Share>();

  /** @param patienceMs how long a caller waits for a place */
  constructor(
    private readonly size: number,
    private readonly patienceMs: number,
  ) {}

  /** @throws DatabaseBusy when no place became free in time */
  async run<Result>(scope: string, work: () => Promise<Result>): Promise<Result> {
    const share = this.shareFor(scope);
    if (share.taken < this.size) share.taken++;
    else await this.place(share);
    try {
      return await work();
    } finally {
      this.leave(scope, share);
    }
  }

  private shareFor(scope: string): Share {
    let share = this.shares.get(scope);
    if (!share) this.shares.set(scope, (share = { taken: 0, waiting: [] }));
    return share;
  }

  private place({ waiting }: Share): Promise<void> {
    return new Promise((resolve, reject) => {
      const take = (): void => {
        clearTimeout(timer);
        resolve();
      };
      const timer = setTimeout(() => {
        waiting.splice(waiting.indexOf(take), 1);
        reject(new DatabaseBusy('Too many calls of one tenant wait for the database. Retry in a few seconds.'));
      }, this.patienceMs);
      waiting.push(take);
    });
  }

  /** The longest waiting caller gets the place. */
  private leave(scope: string, share: Share): void {
    const next = share.waiting.shift();
    if (next) return next();
    share.taken--;
    if (share.taken === 0) this.shares.delete(scope);
  }
}
