import { Injectable } from '@nestjs/common';
import type { TenantId } from '#kernel';
import { DestinationOutage } from '../domain/destination-outage.error.js';
import type { Service } from '../domain/service.js';
import { ServicePaused } from '../domain/service-paused.error.js';
import { ServiceThrottled } from '../domain/service-throttled.error.js';
import { type ClaimedLane, LaneStore, TENANT_ENABLED, type Waiting } from '../ports/lane-store.js';
import { Circuits } from './circuits.js';

/** How often waiting lanes are checked, in milliseconds. */
const ROUND_MS = 1_000;
/** Most lanes that wait for the same and continue in one round. */
const AT_ONCE = 500;
/** The same after a rate limit was used up: more lanes would only use it up again. */
const AT_ONCE_THROTTLED = 8;

/** What a failed try waits for. */
export interface ServiceWait {
  readonly service: Service;
  /** False when the service was not called, so that nothing failed. */
  readonly wasCalled: boolean;
}

/** The worker that claims lanes to probe, and how many it may claim. */
export interface Prober {
  readonly owner: string;
  readonly leaseMs: number;
  readonly room: number;
}

export interface Round {
  readonly probes: readonly ClaimedLane[];
  readonly resumed: boolean;
}

interface Due extends Waiting {
  readonly since: number;
}

/** Makes lanes that need a paused service wait without tries, and lets them continue when it is back. */
@Injectable()
export class PausedServices {
  private nextRoundAt = 0;

  constructor(
    private readonly circuits: Circuits,
    private readonly store: LaneStore,
  ) {}

  /** What the lane must wait for after this error; undefined if it is only retried after a delay. */
  waitAfter(tenantId: TenantId, error: unknown): ServiceWait | undefined {
    if (error instanceof ServicePaused) return { service: error.service, wasCalled: false };
    if (error instanceof ServiceThrottled) {
      this.circuits.throttle({ tenantId, service: error.service }, error.retryAfterMs ?? ROUND_MS);
      return { service: error.service, wasCalled: false };
    }
    if (!(error instanceof DestinationOutage) || !error.service) return undefined;
    const { service } = error;
    return this.circuits.isPaused({ tenantId, service }) ? { service, wasCalled: true } : undefined;
  }

  /** Whether it is time to check what lanes wait for: at most once a second. */
  get isRoundDue(): boolean {
    return performance.now() >= this.nextRoundAt;
  }

  /**
   * Lets lanes continue whose tenant was enabled or whose service is back.
   *
   * @param waiting what lanes wait for
   * @param room how many lanes may be claimed to probe
   * @returns the lanes that were claimed, and whether others may continue now
   */
  async round(waiting: readonly Waiting[], { owner, leaseMs, room }: Prober): Promise<Round> {
    const now = performance.now();
    this.nextRoundAt = now + ROUND_MS;
    const due: Due[] = [];
    let resumed = false;
    for (const one of waiting) {
      const circuit = this.circuits.find(one.tenantId, one.waitsFor);
      if (one.waitsFor === TENANT_ENABLED || !circuit?.isPaused(now)) {
        await this.store.resume(one, circuit?.isReluctant(now) ? AT_ONCE_THROTTLED : AT_ONCE);
        resumed = true;
      }
      const since = circuit?.dueSince(now);
      if (since !== undefined) due.push({ ...one, since });
    }
    const longest = due.toSorted((one, other) => one.since - other.since).slice(0, Math.max(0, room));
    return { probes: await this.probe(owner, leaseMs, longest), resumed };
  }

  private async probe(owner: string, leaseMs: number, due: readonly Due[]): Promise<ClaimedLane[]> {
    const lanes: ClaimedLane[] = [];
    for (const { tenantId, waitsFor } of due) {
      const circuit = this.circuits.find(tenantId, waitsFor);
      const probedKinds = circuit?.probedKinds ?? [];
      const probe = await this.store.claimProbe({ owner, leaseMs, tenantId, waitsFor, probedKinds });
      if (!probe) continue;
      circuit?.grant(probe.kind, performance.now());
      lanes.push(probe.lane);
    }
    return lanes;
  }
}
