import { Injectable, Logger, type OnApplicationBootstrap, type BeforeApplicationShutdown } from '@nestjs/common';
import { newId, wholeMs } from '#kernel';
import { type ClaimedLane, LaneStore } from '../ports/lane-store.js';
import { WakeUp } from '../ports/wake-up.js';
import { DeliverHead } from './deliver-head.js';
import { DeliveryMetrics } from './delivery-metrics.js';
import { PausedServices } from './paused-services.js';

/** Lanes that one process holds at the same time. A tenant gets a quarter; a destination, which tenants may share, a half. */
const POOL = 32;
const SHARE = POOL / 4;
/** A killed worker's lanes are free after this long, in milliseconds. */
const LEASE_MS = 3_000;
const RENEW_MS = 1_000;
/** Claims are not made closer together than this, in milliseconds: many lanes that become ready under load are one claim. */
const CLAIM_PAUSE_MS = 10;
/** How late a retry or a lost wake-up can be noticed, in milliseconds. */
const POLL_MS = 500;
/** How long a stop waits for calls under way, also for those to the database, in milliseconds. */
const GRACE_MS = 5_000;

/** Claims ready lanes and works through each, one item at a time and in order. */
@Injectable()
export class LaneWorker implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(LaneWorker.name);
  private readonly owner = newId();
  private readonly held = new Map<ClaimedLane, Promise<void>>();
  /** Those of them that were claimed as probes. */
  private readonly probing = new Set<ClaimedLane>();
  private readonly stopping = new AbortController();
  private renewedAt = performance.now();
  private rung = false;
  private claimsFail = false;
  private wake: (() => void) | undefined;
  private loop: Promise<void> | undefined;
  private renewal: NodeJS.Timeout | undefined;
  private silence: (() => void) | undefined;

  constructor(
    private readonly store: LaneStore,
    private readonly deliverHead: DeliverHead,
    private readonly paused: PausedServices,
    private readonly wakeUp: WakeUp,
    private readonly metrics: DeliveryMetrics,
  ) {}

  onApplicationBootstrap(): void {
    this.silence = this.wakeUp.onRing(() => this.rouse());
    this.renewal = setInterval(() => void this.renew(), RENEW_MS);
    this.loop = this.run();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    this.silence?.();
    this.rouse();
    await Promise.race([this.finished(), new Promise((done) => setTimeout(done, GRACE_MS).unref())]);
    clearInterval(this.renewal);
  }

  private async finished(): Promise<void> {
    await this.loop;
    await Promise.all(this.held.values());
  }

  private async run(): Promise<void> {
    await this.store.whenOpen().catch(() => this.stopping.abort()); // the process stops
    while (!this.stopping.signal.aborted) {
      this.rung = false;
      const claimedAt = performance.now();
      const claimed = this.held.size < POOL ? await this.claim() : 0;
      if (claimed === 0 && !this.rung) await this.rest();
      await this.pauseUntil(claimedAt + CLAIM_PAUSE_MS);
    }
  }

  /** A lease that is about to run out is renewed first, or the worker would claim a lane that it works on. */
  private async claim(): Promise<number> {
    try {
      if (this.held.size > 0 && performance.now() - this.renewedAt > LEASE_MS - RENEW_MS) await this.renewHeld();
      await this.probe();
      const lanes = await this.store.claim({
        owner: this.owner,
        leaseMs: LEASE_MS,
        maxLanes: Math.max(0, Math.min(POOL - this.held.size, SHARE)),
        perTenant: SHARE,
        perDestination: 2 * SHARE,
        tenantsInFlight: this.count((lane) => lane.tenantId),
        destinationsInFlight: this.count((lane) => lane.destination),
      });
      this.claimsFail = false;
      for (const lane of lanes) this.hold(lane);
      return lanes.length;
    } catch (error) {
      if (!this.claimsFail) this.logger.warn({ err: error }, 'Lanes cannot be claimed; trying until they can.');
      this.claimsFail = true; // said once, however long the database is away
      return 0;
    }
  }

  /** Probes get a share of the pool, like a tenant: services that hang must not take all of it. */
  private async probe(): Promise<void> {
    const room = Math.min(POOL - this.held.size, SHARE - this.probing.size);
    for (const lane of await this.paused.round(this.owner, LEASE_MS, room)) {
      this.probing.add(lane);
      this.hold(lane);
    }
  }

  private hold(lane: ClaimedLane): void {
    const work = this.drain(lane)
      .catch((error: unknown) =>
        this.logger.error(
          { err: error, conversationId: lane.conversationId },
          'A lane was dropped; its next claim is possible when its lease has run out.',
        ),
      )
      .finally(() => {
        const wasLimited = this.held.size >= SHARE; // only then others may have been left unclaimed for want of room
        this.held.delete(lane);
        this.probing.delete(lane);
        this.metrics.holding(this.held.size);
        if (wasLimited) this.rouse();
      });
    this.held.set(lane, work);
    this.metrics.holding(this.held.size);
  }

  private async drain(lane: ClaimedLane): Promise<void> {
    for (;;) {
      if (this.stopping.signal.aborted) return this.store.release(lane, wholeMs(0));
      const head = await this.store.head(lane);
      if (head.type === 'lost' || head.type === 'idle') return;
      if (head.type === 'item' && !(await this.deliverHead.run(lane, head.delivery, this.stopping.signal))) return;
    }
  }

  private async renew(): Promise<void> {
    await this.renewHeld().catch((error: unknown) => this.logger.warn({ err: error }, 'Leases were not renewed.'));
  }

  private async renewHeld(): Promise<void> {
    const startedAt = performance.now();
    if (this.held.size > 0) await this.store.renew(this.owner, [...this.held.keys()], LEASE_MS);
    this.renewedAt = startedAt;
  }

  private count(by: (lane: ClaimedLane) => string): Record<string, number> {
    const counts: Record<string, number> = {};
    for (const lane of this.held.keys()) counts[by(lane)] = (counts[by(lane)] ?? 0) + 1;
    return counts;
  }

  private async pauseUntil(moment: number): Promise<void> {
    const left = moment - performance.now();
    if (left > 0) await new Promise((done) => setTimeout(done, left));
  }

  private rouse(): void {
    this.rung = true;
    this.wake?.();
  }

  private rest(): Promise<void> {
    return new Promise((done) => {
      const timer = setTimeout(() => this.wake?.(), POLL_MS);
      this.wake = () => {
        clearTimeout(timer);
        this.wake = undefined;
        done();
      };
    });
  }
}
