import { Injectable, Logger, type OnApplicationBootstrap, type BeforeApplicationShutdown } from '@nestjs/common';
import { newId, wholeMs } from '#kernel';
import { type Claim, type ClaimedLane, type LaneHead, LaneStore } from '../ports/lane-store.js';
import { WakeUp } from '../ports/wake-up.js';
import { DeliverHead } from './deliver-head.js';
import { DeliveryMetrics } from './delivery-metrics.js';
import { PausedServices } from './paused-services.js';

/** Lanes that one process holds at the same time. A tenant gets a quarter; a destination, which tenants may share, a half. */
const POOL = 48;
const SHARE = POOL / 4;
/** A killed worker's lanes are free after this long, in milliseconds. */
const LEASE_MS = 3_000;
const RENEW_MS = 1_000;
/** Minimum time between two claims under load, in milliseconds: lanes that become ready meanwhile share one claim. */
const CLAIM_PAUSE_MS = 5;
/** A worker that holds fewer lanes is not under load. */
const LOAD = SHARE / 2;
/** How long a worker keeps a lane while others may wait for its place, in milliseconds. */
const TURN_MS = 1_000;
/** How late a retry or a lost wake-up can be noticed, in milliseconds. */
const POLL_MS = 500;
/** How long a stop waits for running calls, also for those to the database, in milliseconds. */
const GRACE_MS = 5_000;

/** Claims ready lanes and works through each, one item at a time and in order. */
@Injectable()
export class LaneWorker implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(LaneWorker.name);
  private readonly owner = newId();
  private readonly held = new Map<ClaimedLane, Promise<void>>();
  /** Those of `held` that were claimed as probes. */
  private readonly probing = new Set<ClaimedLane>();
  private readonly stopping = new AbortController();
  private renewedAt = performance.now();
  private rung = false;
  /** Whether ready lanes may be left because there was no room for them: the next lane that ends makes room. */
  private othersMayWait = false;
  private claimsFail = false;
  private wake: (() => void) | undefined;
  private loop: Promise<void> | undefined;
  private renewal: NodeJS.Timeout | undefined;
  private stopListening: (() => void) | undefined;

  constructor(
    private readonly store: LaneStore,
    private readonly deliverHead: DeliverHead,
    private readonly paused: PausedServices,
    private readonly wakeUp: WakeUp,
    private readonly metrics: DeliveryMetrics,
  ) {}

  onApplicationBootstrap(): void {
    this.stopListening = this.wakeUp.onRing(() => this.rouse());
    this.renewal = setInterval(() => void this.renew(), RENEW_MS);
    this.loop = this.run();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    this.stopListening?.();
    this.rouse();
    await Promise.race([this.finished(), new Promise((done) => setTimeout(done, GRACE_MS).unref())]);
    clearInterval(this.renewal);
  }

  private async finished(): Promise<void> {
    await this.loop;
    await Promise.all(this.held.values());
  }

  private async run(): Promise<void> {
    await this.store.whenOpen().catch(() => this.stopping.abort()); // the process is stopping
    while (!this.stopping.signal.aborted) {
      this.rung = false;
      const claimedAt = performance.now();
      this.othersMayWait ||= this.held.size >= POOL;
      const mayBeMore = this.held.size < POOL && (await this.claim());
      if (!mayBeMore && !this.rung) await this.rest();
      if (this.held.size >= LOAD) await this.pauseUntil(claimedAt + CLAIM_PAUSE_MS);
    }
  }

  /**
   * A lease that is about to expire is renewed first, or the worker would claim a lane that it works on.
   *
   * @returns whether lanes may be left that can be claimed
   */
  private async claim(): Promise<boolean> {
    try {
      if (this.held.size > 0 && performance.now() - this.renewedAt > LEASE_MS - RENEW_MS) await this.renewHeld();
      const isRoundDue = this.paused.isRoundDue;
      const maxLanes = Math.max(0, Math.min(POOL - this.held.size, SHARE));
      const before = [...this.held.keys()];
      const yielding = before.filter(({ yields }) => yields);
      const { lanes, waiting } = await this.store.claim({
        owner: this.owner,
        leaseMs: LEASE_MS,
        maxLanes,
        perTenant: SHARE,
        perDestination: 2 * SHARE,
        tenantsInFlight: count(before, tenantOf),
        destinationsInFlight: count(before, destinationOf),
        tenantsYielding: count(yielding, tenantOf),
        destinationsYielding: count(yielding, destinationOf),
        roomToYield: POOL - SHARE - yielding.length,
        looksForWaiting: isRoundDue,
      });
      this.claimsFail = false;
      // With the lanes at the time of the claim: the room of those that have ended since was not used.
      this.othersMayWait = lanes.length === maxLanes || isAtAShare([...before, ...lanes.map(({ lane }) => lane)]);
      for (const { lane, head } of lanes) this.hold(lane, head);
      const resumed = isRoundDue && (await this.lookAtWaiting(waiting));
      return resumed || (lanes.length > 0 && this.othersMayWait);
    } catch (error) {
      if (!this.claimsFail) this.logger.warn({ err: error }, 'Lanes cannot be claimed; the worker retries.');
      this.claimsFail = true; // logged once per outage of the database
      return false;
    }
  }

  /**
   * Probes get a share of the pool, like a tenant: services that hang must not take all of it.
   *
   * @returns whether waiting lanes may continue
   */
  private async lookAtWaiting(waiting: Claim['waiting']): Promise<boolean> {
    const room = Math.min(POOL - this.held.size, SHARE - this.probing.size);
    const { probes, resumed } = await this.paused.round(waiting, { owner: this.owner, leaseMs: LEASE_MS, room });
    for (const lane of probes) {
      this.probing.add(lane);
      this.hold(lane, { type: 'changed' });
    }
    return resumed;
  }

  private hold(lane: ClaimedLane, head: LaneHead): void {
    const work = this.drain(lane, head)
      .catch((error: unknown) => this.noteEnd(lane, error))
      .finally(() => {
        this.held.delete(lane);
        this.probing.delete(lane);
        this.metrics.holding(this.held.size);
        if (this.othersMayWait) this.rouse();
      });
    this.held.set(lane, work);
    this.metrics.holding(this.held.size);
  }

  /** A conversation may be erased at any moment: whatever a delivery of it met then is no error. */
  private async noteEnd(lane: ClaimedLane, error: unknown): Promise<void> {
    const { tenantId, conversationId } = lane;
    const isErased = await this.store.isErased(lane).catch(() => false);
    if (isErased) this.logger.log({ tenantId, conversationId }, 'The conversation was erased; its lane has ended.');
    else
      this.logger.error(
        { err: error, tenantId, conversationId },
        'A lane was released after an error; it can be claimed again when its lease has expired.',
      );
  }

  private async drain(lane: ClaimedLane, first: LaneHead): Promise<void> {
    const heldSince = performance.now();
    let next: LaneHead | undefined = first;
    while (next && next.type !== 'idle' && next.type !== 'lost') {
      if (this.stopping.signal.aborted || this.isTurnOver(lane, heldSince)) return this.store.release(lane, wholeMs(0));
      next =
        next.type === 'item'
          ? await this.deliverHead.run(lane, next.delivery, this.stopping.signal)
          : await this.store.head(lane);
    }
  }

  /** All lanes get a turn, even if some have long queues: a lane that is given back is put behind the others. */
  private isTurnOver({ yields }: ClaimedLane, heldSince: number): boolean {
    return (yields || this.held.size >= SHARE) && performance.now() - heldSince >= TURN_MS;
  }

  private async renew(): Promise<void> {
    await this.renewHeld().catch((error: unknown) => this.logger.warn({ err: error }, 'Leases were not renewed.'));
  }

  private async renewHeld(): Promise<void> {
    const startedAt = performance.now();
    if (this.held.size > 0) await this.store.renew(this.owner, [...this.held.keys()], LEASE_MS);
    this.renewedAt = startedAt;
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

const tenantOf = (lane: ClaimedLane): string => lane.tenantId;
const destinationOf = (lane: ClaimedLane): string => lane.destination;

function count(lanes: readonly ClaimedLane[], by: (lane: ClaimedLane) => string): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const lane of lanes) counts[by(lane)] = (counts[by(lane)] ?? 0) + 1;
  return counts;
}

/** Whether a tenant or a destination may have reached its limit of lanes; for lanes that yield it is lower. */
function isAtAShare(lanes: readonly ClaimedLane[]): boolean {
  const has = (by: (lane: ClaimedLane) => string, share: number): boolean =>
    Object.values(count(lanes, by)).some((held) => held >= share);
  return has(tenantOf, SHARE) || has(destinationOf, 2 * SHARE) || lanes.some(({ yields }) => yields);
}
