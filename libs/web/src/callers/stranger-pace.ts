import type { CallLimits } from './call-limits.js';
import { networkOf } from './network-of.js';
import { TokenBuckets } from './token-buckets.js';

/** How much later the answers beyond the limits come, in milliseconds. */
export const HOLD_MS = 1_000;
/** Answers that are held at the same time. */
const MOST_HELD = 4_000;
/** How many seconds' worth of calls of all strangers may come at once. */
const BURST_SECONDS = 10;
const ALL = 'all';

/** How a stranger's call is treated: answered, answered late, or disconnected because too many are held. */
export type Pace = 'at-once' | 'held' | 'cut-off';

/**
 * Slows down callers without a valid credential. Their answers are delayed; they are not refused before the credential
 * is checked, because others behind the same proxy or in the same office may have valid ones, and those are never
 * slowed down. A caller who waits for an answer before the next call is as slow as the answer, at almost no cost.
 */
export class StrangerPace {
  private readonly addresses: TokenBuckets;
  private readonly process: TokenBuckets;
  private held = 0;

  constructor({ strangerCallsPerMinute, strangerCallsPerSecond }: CallLimits) {
    this.addresses = new TokenBuckets({
      calls: strangerCallsPerMinute,
      perMs: 60_000,
      burst: strangerCallsPerMinute,
    });
    this.process = new TokenBuckets({
      calls: strangerCallsPerSecond,
      perMs: 1_000,
      burst: strangerCallsPerSecond * BURST_SECONDS,
    });
  }

  /** Counts a call of a stranger. */
  count(address: string): Pace {
    const isWithin = this.addresses.take(networkOf(address)) && this.process.take(ALL);
    if (isWithin) return 'at-once';
    return this.held < MOST_HELD ? 'held' : 'cut-off';
  }

  /** When the address has a token again, in milliseconds. */
  retryAfterMs(address: string): number {
    return Math.max(this.addresses.waitMs(networkOf(address)), this.process.waitMs(ALL), HOLD_MS);
  }

  /** Calls `go` after the time for which an answer is held. */
  hold(go: () => void): void {
    this.held++;
    setTimeout(() => {
      this.held--;
      go();
    }, HOLD_MS);
  }
}
