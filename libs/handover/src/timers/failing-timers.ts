import { Injectable } from '@nestjs/common';
import { Clock, type HandoverId } from '#kernel';

const FIRST_MS = 1_000;
const MOST_MS = 60_000;
/** Most remembered failures; beyond it the oldest one is forgotten, and its timer is retried at once. */
const MOST_REMEMBERED = 10_000;

interface Failure {
  readonly delayMs: number;
  /** In milliseconds since the epoch. */
  readonly nextTryAt: number;
}

/**
 * When handovers whose timer failed are retried: after a second, then twice as long each time, up to a minute. Each process
 * remembers its own failures, so that a timer that only one replica cannot fire is fired by another.
 */
@Injectable()
export class FailingTimers {
  private readonly failures = new Map<HandoverId, Failure>();

  constructor(private readonly clock: Clock) {}

  /** Handovers that must not be retried yet. */
  resting(): HandoverId[] {
    const now = this.clock.millis();
    return [...this.failures].filter(([, { nextTryAt }]) => nextTryAt > now).map(([id]) => id);
  }

  /** @returns the time until the next try, in milliseconds */
  failed(id: HandoverId): number {
    const earlier = this.failures.get(id);
    const delayMs = earlier ? Math.min(earlier.delayMs * 2, MOST_MS) : FIRST_MS;
    this.failures.delete(id); // the last that failed is the last in the map
    this.failures.set(id, { delayMs, nextTryAt: this.clock.millis() + delayMs });
    const [oldest] = this.failures.keys();
    if (oldest !== undefined && this.failures.size > MOST_REMEMBERED) this.failures.delete(oldest);
    return delayMs;
  }

  fired(id: HandoverId): void {
    this.failures.delete(id);
  }
}
