import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import { cleanJson, Clock, type WholeMs } from '#kernel';
import type { Delivery, LaneKey } from '../domain/delivery.js';
import {
  type Attempt,
  type Claim,
  type ClaimedLane,
  type ClaimedProbe,
  type ClaimRequest,
  DeliveryLog,
  type LaneHead,
  LaneStore,
  type ProbeRequest,
  type Settlement,
  type Wait,
  type Waiting,
} from '../ports/lane-store.js';
import { type ClaimedRow, toClaim } from './claimed-row.js';
import { CONVERSATIONS_STAY } from './conversations-stay.js';
import { CLAIM, CLAIM_PROBE, HELD, RENEW, RESUME, STILL_PENDING } from './lane-statements.js';
import { Settlements } from './settlements.js';

/** Rolls the transaction back when another worker has the lane's lease. */
class FenceLost extends Error {}

/** The lanes in PostgreSQL. Leases are measured by the database's clock, so that workers' clocks do not matter. */
@Injectable()
export class PostgresLaneStore extends LaneStore {
  private readonly settlements: Settlements;

  constructor(
    private readonly database: Database,
    private readonly log: DeliveryLog,
    clock: Clock,
  ) {
    super();
    this.settlements = new Settlements(database, clock);
  }

  whenOpen(): Promise<void> {
    return this.database.whenOpen();
  }

  async claim(request: ClaimRequest): Promise<Claim> {
    const { owner, leaseMs, maxLanes, perTenant, perDestination, looksForWaiting } = request;
    const tenants = {
      ...request.tenantsInFlight,
      ...asYielding(request.tenantsYielding),
      'room to yield': request.roomToYield,
    };
    const destinations = { ...request.destinationsInFlight, ...asYielding(request.destinationsYielding) };
    const inFlight = [tenants, destinations].map((counts) => JSON.stringify(counts));
    const parameters = [owner, leaseMs, maxLanes, perTenant, perDestination, ...inFlight, looksForWaiting];
    return toClaim(await this.database.statement<ClaimedRow>(CLAIM, parameters));
  }

  async claimProbe({
    owner,
    leaseMs,
    tenantId,
    waitsFor,
    probedKinds,
  }: ProbeRequest): Promise<ClaimedProbe | undefined> {
    const [row] = await this.database.statement<ClaimedLane & Pick<ClaimedProbe, 'kind'>>(CLAIM_PROBE, [
      owner,
      leaseMs,
      tenantId,
      waitsFor,
      probedKinds,
    ]);
    if (!row) return undefined;
    const { kind, ...lane } = row;
    return { lane, kind };
  }

  async resume({ tenantId, waitsFor }: Waiting, limit: number): Promise<void> {
    await this.database.statement(RESUME, [tenantId, waitsFor, limit]);
  }

  async renew(owner: string, lanes: readonly ClaimedLane[], leaseMs: number): Promise<void> {
    await this.database.statement(RENEW, [owner, leaseMs, JSON.stringify(lanes)]);
  }

  head(lane: ClaimedLane): Promise<LaneHead> {
    return this.settlements.add({ lane });
  }

  async settle(
    lane: ClaimedLane,
    delivery: Delivery,
    settlement: Settlement,
    attempt: Attempt,
    effect?: () => Promise<void>,
  ): Promise<LaneHead> {
    const result = { lane, settled: { delivery, as: settlement, attempt } };
    if (settlement !== 'parked' && !effect) return this.settlements.add(result);
    const next = await this.fenced(lane, async () => {
      await (effect ? effect() : this.conversationStays(lane)); // both lock the conversation, before the lane
      const head = await this.settlements.one(result);
      if (head.type === 'lost') throw new FenceLost();
      if (settlement === 'parked') await this.log.record([delivery], settlement, attempt); // a replay changes the row
      return head;
    });
    return next ?? { type: 'lost' };
  }

  async postpone(lane: ClaimedLane, delivery: Delivery, wait: Wait, attempt: Attempt): Promise<boolean> {
    const { delayMs, heldMs, waitsFor = null, because } = wait;
    const held = await this.fenced(lane, async () => {
      if (because !== 'quiet') await this.conversationStays(lane);
      await this.giveBack(lane, delayMs, waitsFor, waitsFor === null ? null : delivery.kind);
      await this.database.query(
        `UPDATE deliveries SET attempts = attempts + $3, held_ms = $4, last_error = $5 WHERE tenant_id = $1 AND id = $2 AND ${STILL_PENDING}`,
        [
          lane.tenantId,
          delivery.id,
          because === 'failed' ? 1 : 0,
          heldMs,
          attempt.error && JSON.stringify(cleanJson(attempt.error)),
        ],
      );
      if (because !== 'quiet')
        await this.log.record([delivery], because === 'failed' ? 'retrying' : 'waiting', attempt);
      return true;
    });
    return held === true;
  }

  async release(lane: ClaimedLane, delayMs: WholeMs): Promise<void> {
    await this.fenced(lane, () => this.giveBack(lane, delayMs));
  }

  async isErased({ tenantId, conversationId }: LaneKey): Promise<boolean> {
    const sql = 'SELECT 1 FROM conversations WHERE tenant_id = $1 AND id = $2';
    const found = await this.database.inTenant(tenantId, () => this.database.query(sql, [tenantId, conversationId]));
    return found.length === 0;
  }

  private async conversationStays({ tenantId, conversationId }: ClaimedLane): Promise<void> {
    await this.database.query(CONVERSATIONS_STAY, [tenantId, [conversationId]]);
  }

  private async giveBack(
    lane: ClaimedLane,
    delayMs: WholeMs,
    waitsFor: string | null = null,
    kind: string | null = null,
  ): Promise<void> {
    const rows = await this.database.query(
      `UPDATE lanes SET lease_owner = NULL, lease_until = NULL, ready_at = clock_timestamp() + $5 * interval '1 ms', waits_for = $6, waiting_kind = $7
       WHERE ${HELD} RETURNING 1`,
      [...keyOf(lane), delayMs, waitsFor, kind],
    );
    if (rows.length === 0) throw new FenceLost();
  }

  /** @returns undefined when the lease was lost; then nothing was written */
  private async fenced<Result>(lane: ClaimedLane, work: () => Promise<Result>): Promise<Result | undefined> {
    try {
      return await this.database.inTenant(lane.tenantId, work);
    } catch (error) {
      if (error instanceof FenceLost) return undefined;
      throw error;
    }
  }
}

function keyOf(lane: ClaimedLane): unknown[] {
  return [lane.tenantId, lane.conversationId, lane.direction, lane.fence];
}

/** How many lanes in flight yield, in the format of `claim_heads`. */
function asYielding(counts: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(Object.entries(counts).map(([of, count]) => [`${of} yields`, count]));
}
