import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import { Clock, type WholeMs } from '#kernel';
import type { Delivery } from '../domain/delivery.js';
import {
  type Attempt,
  type ClaimedLane,
  type ClaimRequest,
  DeliveryLog,
  type LaneHead,
  LaneStore,
  type Settlement,
} from '../ports/lane-store.js';
import { type DeliveryRow, toDelivery } from './delivery.row.js';

const HELD = 'tenant_id = $1 AND conversation_id = $2 AND direction = $3 AND fence = $4';

type HeadRow = DeliveryRow & { readonly held: number; readonly idle: number };

/**
 * Looks at the head and, where there is none, gives the lane back: only if nothing was appended since the look, which a
 * concurrent append shows by a new revision once its lock on the row is gone.
 */
const HEAD_OR_IDLE = `
  WITH seen AS MATERIALIZED (SELECT revision FROM lanes WHERE ${HELD}), head AS MATERIALIZED (
    SELECT * FROM deliveries WHERE tenant_id = $1 AND conversation_id = $2 AND direction = $3 AND status = 'pending' ORDER BY seq LIMIT 1
  ), idle AS (
    UPDATE lanes l SET ready_at = NULL, lease_owner = NULL, lease_until = NULL FROM seen
    WHERE l.tenant_id = $1 AND l.conversation_id = $2 AND l.direction = $3 AND l.fence = $4 AND l.revision = seen.revision
      AND NOT EXISTS (SELECT 1 FROM head)
    RETURNING 1
  )
  SELECT (SELECT count(*)::int FROM seen) AS held, (SELECT count(*)::int FROM idle) AS idle, head.* FROM (VALUES (1)) one LEFT JOIN head ON true`;

/**
 * By fence, not by time: a lease that ran out while no other worker claimed the lane is still this worker's. A row that another
 * transaction keeps locked cannot be claimed either, so it waits for the next renewal instead of holding up all others.
 */
const RENEW = `
  WITH held AS MATERIALIZED (
    SELECT l.tenant_id, l.conversation_id, l.direction FROM lanes l
    JOIN jsonb_to_recordset($3::jsonb) AS mine("tenantId" uuid, "conversationId" uuid, direction text, fence bigint)
      ON (l.tenant_id, l.conversation_id, l.direction, l.fence) = (mine."tenantId", mine."conversationId", mine.direction, mine.fence)
    WHERE l.lease_owner = $1
    ORDER BY l.tenant_id, l.conversation_id, l.direction
    FOR NO KEY UPDATE OF l SKIP LOCKED
  )
  UPDATE lanes l SET lease_until = clock_timestamp() + $2 * interval '1 ms'
  FROM held WHERE (l.tenant_id, l.conversation_id, l.direction) = (held.tenant_id, held.conversation_id, held.direction)`;

interface Held {
  readonly held: number;
}

const isHeld = ([row]: readonly Held[]): boolean => row?.held === 1;

/** Locks the lane's row, checks the fence, and settles the delivery unless an administrator has done so. */
const SETTLE = `
  WITH lane AS (SELECT 1 FROM lanes WHERE ${HELD} FOR NO KEY UPDATE), settled AS (
    UPDATE deliveries SET status = $6, settled_at = $7, settled_position = nextval('timeline_positions'), duration_ms = $8,
      last_error = coalesce($9::jsonb, last_error), attempts = attempts + $10
    WHERE tenant_id = $1 AND id = $5 AND status = 'pending' AND EXISTS (SELECT 1 FROM lane)
  )
  SELECT count(*)::int AS held FROM lane`;

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

  async claim(request: ClaimRequest): Promise<ClaimedLane[]> {
    const { owner, leaseMs, maxLanes, perTenant, perDestination } = request;
    const limits = [request.tenantsInFlight, request.destinationsInFlight, request.circuits];
    return this.database.statement<ClaimedLane>(
      `SELECT tenant_id AS "tenantId", conversation_id AS "conversationId", direction, destination, fence FROM claim_lanes($1, $2, $3, $4, $5, $6, $7, $8)`,
      [owner, leaseMs, maxLanes, perTenant, perDestination, ...limits.map((limit) => JSON.stringify(limit))],
    );
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

  async postpone(
    lane: ClaimedLane,
    delivery: Delivery,
    wait: { delayMs: WholeMs; heldMs: WholeMs; failed: boolean },
    attempt: Attempt,
  ): Promise<boolean> {
    return this.fenced(lane, async () => {
      await this.giveBack(lane, wait.delayMs);
      await this.database.query(
        `UPDATE deliveries SET attempts = attempts + $3, held_ms = $4, last_error = $5 WHERE tenant_id = $1 AND id = $2 AND status = 'pending'`,
        [lane.tenantId, delivery.id, wait.failed ? 1 : 0, wait.heldMs, attempt.error && JSON.stringify(attempt.error)],
      );
      if (wait.failed) await this.log.record([delivery], 'retrying', attempt);
    });
  }

  async release(lane: ClaimedLane, delayMs: WholeMs): Promise<void> {
    await this.fenced(lane, () => this.giveBack(lane, delayMs));
  }

  private async giveBack(lane: ClaimedLane, delayMs: WholeMs): Promise<void> {
    const rows = await this.database.query(
      `UPDATE lanes SET lease_owner = NULL, lease_until = NULL, ready_at = clock_timestamp() + $5 * interval '1 ms' WHERE ${HELD} RETURNING 1`,
      [...keyOf(lane), delayMs],
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
