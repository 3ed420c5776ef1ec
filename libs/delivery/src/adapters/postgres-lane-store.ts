import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import { Clock, type DeliveryId, type WholeMs } from '#kernel';
import type { Delivery } from '../domain/delivery.js';
import {
  type Attempt,
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
import { toDelivery } from './delivery-columns.js';
import { CLAIM_PROBE, CLAIMED, HEAD_OR_IDLE, HELD, RENEW, RESUME, SETTLE, WAITING } from './lane-statements.js';

interface Held {
  readonly held: number;
}

/** With the columns of the delivery at the head; they are null where there is none. */
interface HeadRow extends Held {
  readonly idle: number;
  readonly id: DeliveryId | null;
}

const isHeld = ([row]: readonly Held[]): boolean => row?.held === 1;

/** Rolls the settling transaction back when the lane's lease went to another worker. */
class FenceLost extends Error {}

/** The lanes in PostgreSQL. Leases are measured by the database's clock, so that workers' clocks do not matter. */
@Injectable()
export class PostgresLaneStore extends LaneStore {
  constructor(
    private readonly database: Database,
    private readonly log: DeliveryLog,
    private readonly clock: Clock,
  ) {
    super();
  }

  whenOpen(): Promise<void> {
    return this.database.whenOpen();
  }

  async claim(request: ClaimRequest): Promise<ClaimedLane[]> {
    const { owner, leaseMs, maxLanes, perTenant, perDestination } = request;
    const limits = [request.tenantsInFlight, request.destinationsInFlight];
    return this.database.statement<ClaimedLane>(`SELECT ${CLAIMED} FROM claim_lanes($1, $2, $3, $4, $5, $6, $7)`, [
      owner,
      leaseMs,
      maxLanes,
      perTenant,
      perDestination,
      ...limits.map((limit) => JSON.stringify(limit)),
    ]);
  }

  async waiting(): Promise<Waiting[]> {
    return this.database.statement<Waiting>(WAITING);
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

  async head(lane: ClaimedLane): Promise<LaneHead> {
    const [row] = await this.database.statement<HeadRow>(HEAD_OR_IDLE, keyOf(lane));
    if (!row || row.held === 0) return { type: 'lost' };
    if (row.id) return { type: 'item', delivery: toDelivery(row) };
    return { type: row.idle === 1 ? 'idle' : 'changed' };
  }

  async settle(
    lane: ClaimedLane,
    delivery: Delivery,
    settlement: Settlement,
    attempt: Attempt,
    effect?: () => Promise<void>,
  ): Promise<boolean> {
    const parameters = [
      ...keyOf(lane),
      delivery.id,
      settlement,
      this.clock.now(),
      attempt.durationMs,
      attempt.error && JSON.stringify(attempt.error),
      settlement === 'superseded' ? 0 : 1,
    ];
    if (settlement !== 'parked' && !effect) return isHeld(await this.database.statement<Held>(SETTLE, parameters));
    return this.fenced(lane, async () => {
      await effect?.(); // first: it locks the conversation, and locks are taken in one order everywhere
      if (!isHeld(await this.database.query<Held>(SETTLE, parameters))) throw new FenceLost();
      if (settlement === 'parked') await this.log.record([delivery], settlement, attempt); // a replay changes the row
    });
  }

  async postpone(lane: ClaimedLane, delivery: Delivery, wait: Wait, attempt: Attempt): Promise<boolean> {
    const { delayMs, heldMs, waitsFor = null, because } = wait;
    return this.fenced(lane, async () => {
      await this.giveBack(lane, delayMs, waitsFor, waitsFor === null ? null : delivery.kind);
      await this.database.query(
        `UPDATE deliveries SET attempts = attempts + $3, held_ms = $4, last_error = $5 WHERE tenant_id = $1 AND id = $2 AND status = 'pending'`,
        [
          lane.tenantId,
          delivery.id,
          because === 'failed' ? 1 : 0,
          heldMs,
          attempt.error && JSON.stringify(attempt.error),
        ],
      );
      if (because !== 'quiet')
        await this.log.record([delivery], because === 'failed' ? 'retrying' : 'waiting', attempt);
    });
  }

  async release(lane: ClaimedLane, delayMs: WholeMs): Promise<void> {
    await this.fenced(lane, () => this.giveBack(lane, delayMs));
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

  private async fenced(lane: ClaimedLane, work: () => Promise<void>): Promise<boolean> {
    try {
      await this.database.inTenant(lane.tenantId, work);
      return true;
    } catch (error) {
      if (error instanceof FenceLost) return false;
      throw error;
    }
  }
}

function keyOf(lane: ClaimedLane): unknown[] {
  return [lane.tenantId, lane.conversationId, lane.direction, lane.fence];
}
