import { TokenBucket } from 'limiter';
import { LRUCache } from 'lru-cache';

/** Buckets that are kept. A dropped one starts full again, so there is also one bucket for the whole process. */
const MOST_BUCKETS = 10_000;

export interface Rate {
  readonly calls: number;
  readonly perMs: number;
  /** Calls that may come at once after a quiet time. */
  readonly burst: number;
}

/** One token bucket for each caller, as many as memory allows. Time is `performance.now()`. */
export class TokenBuckets {
  private readonly buckets = new LRUCache<string, TokenBucket>({ max: MOST_BUCKETS });

  constructor(private readonly rate: Rate) {}

  /** @returns whether there was a token */
  take(of: string): boolean {
    return this.bucket(of).tryRemoveTokens(1);
  }

  /** How long until the next token, in milliseconds; 0 while there are some. */
  waitMs(of: string): number {
    return this.bucket(of).getWaitTime(1);
  }

  /** Resolves when it is the caller's turn, in the order of the calls. */
  async turn(of: string): Promise<void> {
    await this.bucket(of).removeTokens(1);
  }

  private bucket(of: string): TokenBucket {
    const known = this.buckets.get(of);
    if (known) return known;
    const { calls, perMs, burst } = this.rate;
    const bucket = new TokenBucket({ bucketSize: burst, tokensPerInterval: calls, interval: perMs });
    bucket.content = burst; // the library starts with an empty one
    this.buckets.set(of, bucket);
    return bucket;
  }
}
