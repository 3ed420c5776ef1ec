import type { CallLimits } from './call-limits.js';
import type { Caller } from './caller.js';
import { TooManyCalls } from './caller.errors.js';
import { type Rate, TokenBuckets } from './token-buckets.js';

/** How many seconds' worth of calls may come at once. */
const BURST_SECONDS = 5;
/**
 * How long a call of Engage waits for its turn, in milliseconds: Engage waits about 5 s, and repeats an agent's message
 * only twice.
 */
const PATIENCE_MS = 3_000;

/** Counts the calls of each caller whose credential is valid, so that no caller uses up the process. */
export class CallBudget {
  private readonly rates: Readonly<Record<Caller['kind'], Rate>>;
  private readonly buckets: Readonly<Record<Caller['kind'], TokenBuckets>>;
  /** Calls of Engage that wait, by tenant. */
  private readonly waiting = new Map<string, number>();

  constructor({ botCallsPerSecond, engageCallsPerSecond, adminCallsPerSecond }: CallLimits) {
    this.rates = { bot: rate(botCallsPerSecond), engage: rate(engageCallsPerSecond), admin: rate(adminCallsPerSecond) };
    const { bot, engage, admin } = this.rates;
    this.buckets = { bot: new TokenBuckets(bot), engage: new TokenBuckets(engage), admin: new TokenBuckets(admin) };
  }

  /** @returns why the call is refused, if it is */
  take({ kind, id }: Caller): TooManyCalls | undefined {
    const bucket = this.buckets[kind];
    return bucket.take(id) ? undefined : new TooManyCalls(this.rates[kind].calls, bucket.waitMs(id));
  }

  /** Waits for the caller's turn. @returns why the call is refused, if its turn would not come soon */
  async takeInTurn({ kind, id }: Caller): Promise<TooManyCalls | undefined> {
    const before = this.waiting.get(id) ?? 0;
    if (before === 0 && this.buckets[kind].take(id)) return undefined;
    const waitMs = (before * 1_000) / this.rates[kind].calls;
    if (waitMs > PATIENCE_MS) return new TooManyCalls(this.rates[kind].calls, waitMs);
    this.waiting.set(id, before + 1);
    await this.buckets[kind].turn(id);
    const left = (this.waiting.get(id) ?? 1) - 1;
    if (left > 0) this.waiting.set(id, left);
    else this.waiting.delete(id);
    return undefined;
  }
}

function rate(callsPerSecond: number): Rate {
  return { calls: callsPerSecond, perMs: 1_000, burst: callsPerSecond * BURST_SECONDS };
}
