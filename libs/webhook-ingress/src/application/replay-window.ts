import { Injectable, Logger, Optional } from '@nestjs/common';
import { Clock } from '#kernel';
import { type Tenant, Traffic, UnwatchedTraffic } from '#tenant-config';
import { LRUCache } from 'lru-cache';
import { IngressMetrics, type ReplayableCall } from './ingress-metrics.js';

const HOUR_MS = 3_600_000;
/**
 * How old a call may be. Engage's documentation names retries for 3 and for 24 hours; ids of calls are stored for at
 * least a day, so younger repeats have no effect anyway.
 */
const MOST_AGE_MS = 24 * HOUR_MS;
/** How far Engage's clock may be ahead of this machine's. */
const MOST_AHEAD_MS = HOUR_MS / 4;
/** Time between log lines about one tenant. */
const LOG_EVERY_MS = 60_000;

/** Detects calls of Engage that someone may have recorded and sent again later. */
@Injectable()
export class ReplayWindow {
  private readonly log = new Logger(ReplayWindow.name);
  private readonly lastLogged = new LRUCache<string, number>({ max: 1_000 });

  constructor(
    private readonly clock: Clock,
    private readonly metrics: IngressMetrics,
    @Optional() private readonly traffic: Traffic = new UnwatchedTraffic(),
  ) {}

  /**
   * @param at the time in the call; a call without one is accepted, because Engage's signature covers that, too
   * @returns whether to process the call: always while the tenant only observes
   */
  admits({ id: tenantId, engage }: Tenant, call: ReplayableCall, at: Date | undefined): boolean {
    if (!at || this.isWithin(at)) return true;
    const mode = engage.replayWindow;
    this.metrics.outsideWindow(call, mode);
    this.traffic.refused(tenantId, 'call-times', `The time of a call was ${at.toISOString()}.`);
    this.report(tenantId, call, at);
    return mode === 'observe';
  }

  private isWithin(at: Date): boolean {
    const ageMs = this.clock.millis() - at.getTime();
    return ageMs <= MOST_AGE_MS && ageMs >= -MOST_AHEAD_MS;
  }

  private report(tenantId: string, call: ReplayableCall, at: Date): void {
    const now = this.clock.millis();
    const last = this.lastLogged.get(tenantId);
    if (last !== undefined && now - last < LOG_EVERY_MS) return;
    this.lastLogged.set(tenantId, now);
    this.log.warn(
      { tenantId, call, at: at.toISOString() },
      'A call from Engage has a time outside of the replay window.',
    );
  }
}
