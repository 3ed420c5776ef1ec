import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import { Clock, type DeliveryId, type TenantId, wholeMs } from '#kernel';
import type { LaneKey } from '../domain/delivery.js';
import {
  DeliveryArchive,
  type DeliveryQuery,
  type ListedDelivery,
  type ListedTenant,
} from '../ports/delivery-archive.js';
import { DeliveryLog, type LoggedDelivery } from '../ports/lane-store.js';
import { WakeUp } from '../ports/wake-up.js';
import { LOGGED_COLUMNS, toListed, toLogged } from './delivery-columns.js';
import { deliveryList } from './delivery-list.js';

interface Row {
  readonly slug: string;
}

const NO_ATTEMPT = { durationMs: wholeMs(0), error: null };
/** Deliveries that one statement replays: what a lane has parked may not fit into memory. */
const BATCH = 500;

const REPLAY = `UPDATE deliveries SET status = 'pending', attempts = 0, held_ms = 0, settled_at = NULL`;

@Injectable()
export class PostgresDeliveryArchive extends DeliveryArchive {
  constructor(
    private readonly database: Database,
    private readonly log: DeliveryLog,
    private readonly wakeUp: WakeUp,
    private readonly clock: Clock,
  ) {
    super();
  }

  async list(query: DeliveryQuery): Promise<ListedDelivery[]> {
    const { sql, parameters } = deliveryList(query);
    const rows = await this.database.acrossTenants(() => this.database.query<Row>(sql, parameters));
    return rows.map(toListed);
  }

  async find(id: DeliveryId): Promise<ListedDelivery | undefined> {
    const [row] = await this.database.acrossTenants(() =>
      this.database.query<Row>(
        'SELECT d.*, t.slug FROM tenants t JOIN deliveries d ON d.tenant_id = t.tenant_id AND d.id = $1',
        [id],
      ),
    );
    return row && toListed(row);
  }

  tenantsWithParked(tenantIds: readonly TenantId[] | undefined): Promise<ListedTenant[]> {
    return this.database.acrossTenants(() =>
      this.database.query<ListedTenant>(
        `SELECT t.tenant_id AS "tenantId", t.slug FROM tenants t WHERE ($1::uuid[] IS NULL OR t.tenant_id = ANY ($1))
           AND EXISTS (SELECT 1 FROM deliveries d WHERE d.tenant_id = t.tenant_id AND d.status = 'parked')
         ORDER BY t.tenant_id`,
        [tenantIds ?? null],
      ),
    );
  }

  lanesWithParked(tenantId: TenantId, after: LaneKey | undefined, limit: number): Promise<LaneKey[]> {
    return this.database.inTenant(tenantId, () =>
      this.database.query<LaneKey>(
        `SELECT DISTINCT tenant_id AS "tenantId", conversation_id AS "conversationId", direction FROM deliveries
         WHERE tenant_id = $1 AND status = 'parked' AND ($2::uuid IS NULL OR (conversation_id, direction) > ($2, $3))
         ORDER BY conversation_id, direction LIMIT $4`,
        [tenantId, after?.conversationId ?? null, after?.direction ?? null, limit],
      ),
    );
  }

  async replayLanes(lanes: readonly LaneKey[]): Promise<number> {
    await this.lock(lanes);
    const [tenantId, keys] = parametersOf(lanes);
    let replayed = 0;
    for (;;) {
      const rows = await this.database.query<object>(
        `${REPLAY} WHERE tenant_id = $1 AND id IN (
           SELECT id FROM deliveries WHERE tenant_id = $1 AND status = 'parked' AND ${IN_LANES}
           ORDER BY conversation_id, direction, seq LIMIT $3)
         RETURNING ${LOGGED_COLUMNS}`,
        [tenantId, keys, BATCH],
      );
      await this.log.record(rows.map(toLogged).toSorted(bySeq), 'replayed', NO_ATTEMPT);
      replayed += rows.length;
      if (rows.length < BATCH) break;
    }
    if (replayed > 0) await this.stir(lanes);
    return replayed;
  }

  replay(tenantId: TenantId, id: DeliveryId): Promise<boolean> {
    return this.change(tenantId, id, 'replayed', `${REPLAY} WHERE tenant_id = $1 AND id = $2 AND status = 'parked'`);
  }

  discard(tenantId: TenantId, id: DeliveryId): Promise<boolean> {
    return this.change(
      tenantId,
      id,
      'discarded',
      `UPDATE deliveries SET status = 'discarded', settled_at = $3
       WHERE tenant_id = $1 AND id = $2 AND status IN ('parked', 'pending')`,
      [this.clock.now()],
    );
  }

  private async change(
    tenantId: TenantId,
    id: DeliveryId,
    result: 'replayed' | 'discarded',
    statement: string,
    parameters: readonly unknown[] = [],
  ): Promise<boolean> {
    const lanes = await this.database.query<LaneKey>(
      `SELECT tenant_id AS "tenantId", conversation_id AS "conversationId", direction FROM deliveries
       WHERE tenant_id = $1 AND id = $2`,
      [tenantId, id],
    );
    await this.lock(lanes);
    const rows = await this.database.query<object>(`${statement} RETURNING ${LOGGED_COLUMNS}`, [
      tenantId,
      id,
      ...parameters,
    ]);
    if (rows.length === 0) return false;
    await this.log.record(rows.map(toLogged), result, NO_ATTEMPT);
    await this.stir(lanes);
    return true;
  }

  /** Lanes before deliveries, as workers lock them, and lanes in one order: no deadlock. */
  private async lock(lanes: readonly LaneKey[]): Promise<void> {
    await this.database.query(
      `SELECT 1 FROM lanes WHERE tenant_id = $1 AND ${IN_LANES} ORDER BY conversation_id, direction FOR NO KEY UPDATE`,
      parametersOf(lanes),
    );
  }

  /** Lets the lanes look at their heads again, at once: a new revision keeps a worker from going idle on what it saw before. */
  private async stir(lanes: readonly LaneKey[]): Promise<void> {
    await this.database.query(
      `UPDATE lanes SET revision = revision + 1, ready_at = clock_timestamp(), waits_for = NULL, waiting_kind = NULL
       WHERE tenant_id = $1 AND ${IN_LANES}`,
      parametersOf(lanes),
    );
    this.database.afterCommit(() => this.wakeUp.ring());
  }
}

/** `$1` is the tenant, `$2` the lanes of it. */
const IN_LANES = `(conversation_id, direction) IN (
  SELECT key."conversationId", key.direction FROM jsonb_to_recordset($2::jsonb) AS key("conversationId" uuid, direction text))`;

const bySeq = (one: LoggedDelivery, other: LoggedDelivery): number => one.seq - other.seq;

function parametersOf(lanes: readonly LaneKey[]): [TenantId | undefined, string] {
  return [lanes[0]?.tenantId, JSON.stringify(lanes)];
}
