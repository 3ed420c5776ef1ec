import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import { Clock, type DeliveryId, type TenantId, wholeMs } from '#kernel';
import type { LaneKey } from '../domain/delivery.js';
import {
  DeliveryArchive,
  type DeliveryQuery,
  type DeliverySelection,
  type ListedDelivery,
  type ListedTenant,
} from '../ports/delivery-archive.js';
import { DeliveryLog, type LoggedDelivery, type Operator } from '../ports/lane-store.js';
import { WakeUp } from '../ports/wake-up.js';
import { CONVERSATIONS_STAY } from './conversations-stay.js';
import { LOGGED_COLUMNS, toListed, toLogged } from './delivery-columns.js';
import { deliveryList, Parameters, selects } from './delivery-list.js';

interface Row {
  readonly slug: string;
}

/** What an administrator changes about one delivery. */
interface Change {
  readonly tenantId: TenantId;
  readonly id: DeliveryId;
  readonly by: Operator;
  readonly result: 'replayed' | 'discarded';
  /** `$1` is the tenant, `$2` the delivery. */
  readonly sql: string;
  /** The other parameters. */
  readonly more?: readonly unknown[];
}

const NO_ATTEMPT = { durationMs: wholeMs(0), error: null };
/** Number of deliveries that one statement replays: all parked ones of a lane may not fit into memory. */
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

  tenantsWithParked(tenantIds: readonly TenantId[] | undefined, selection: DeliverySelection): Promise<ListedTenant[]> {
    const parameters = new Parameters([tenantIds ?? null]);
    const selected = selects(selection, 'd', parameters);
    return this.database.acrossTenants(() =>
      this.database.query<ListedTenant>(
        `SELECT t.tenant_id AS "tenantId", t.slug FROM tenants t WHERE ($1::uuid[] IS NULL OR t.tenant_id = ANY ($1))
           AND EXISTS (SELECT 1 FROM deliveries d WHERE d.tenant_id = t.tenant_id AND d.status = 'parked'${selected})
         ORDER BY t.tenant_id`,
        parameters.values,
      ),
    );
  }

  lanesWithParked(
    tenantId: TenantId,
    selection: DeliverySelection,
    after: LaneKey | undefined,
    limit: number,
  ): Promise<LaneKey[]> {
    const parameters = new Parameters([tenantId, after?.conversationId ?? null, after?.direction ?? null, limit]);
    const selected = selects(selection, 'd', parameters);
    return this.database.inTenant(tenantId, () =>
      this.database.query<LaneKey>(
        `SELECT DISTINCT tenant_id AS "tenantId", conversation_id AS "conversationId", direction FROM deliveries d
         WHERE tenant_id = $1 AND status = 'parked' AND ($2::uuid IS NULL OR (conversation_id, direction) > ($2, $3))${selected}
         ORDER BY conversation_id, direction LIMIT $4`,
        parameters.values,
      ),
    );
  }

  async replayLanes(lanes: readonly LaneKey[], selection: DeliverySelection, by: Operator): Promise<number> {
    await this.lock(lanes);
    const parameters = new Parameters([...parametersOf(lanes), BATCH]);
    const selected = selects(selection, 'd', parameters);
    let replayed = 0;
    for (;;) {
      const rows = await this.database.query<object>(
        `${REPLAY} WHERE tenant_id = $1 AND id IN (
           SELECT id FROM deliveries d WHERE tenant_id = $1 AND status = 'parked' AND ${IN_LANES}${selected}
           ORDER BY conversation_id, direction, seq LIMIT $3)
         RETURNING ${LOGGED_COLUMNS}`,
        parameters.values,
      );
      await this.log.record(rows.map(toLogged).toSorted(bySeq), 'replayed', NO_ATTEMPT, by);
      replayed += rows.length;
      if (rows.length < BATCH) break;
    }
    if (replayed > 0) await this.stir(lanes, true);
    return replayed;
  }

  replay(tenantId: TenantId, id: DeliveryId, by: Operator): Promise<boolean> {
    const sql = `${REPLAY} WHERE tenant_id = $1 AND id = $2 AND status = 'parked'`;
    return this.change({ tenantId, id, by, result: 'replayed', sql });
  }

  discard(tenantId: TenantId, id: DeliveryId, by: Operator): Promise<boolean> {
    const sql = `UPDATE deliveries SET status = 'discarded', settled_at = $3
       WHERE tenant_id = $1 AND id = $2 AND status IN ('parked', 'pending')`;
    return this.change({ tenantId, id, by, result: 'discarded', sql, more: [this.clock.now()] });
  }

  private async change({ tenantId, id, by, result, sql, more = [] }: Change): Promise<boolean> {
    const lanes = await this.database.query<LaneKey>(
      `SELECT tenant_id AS "tenantId", conversation_id AS "conversationId", direction FROM deliveries
       WHERE tenant_id = $1 AND id = $2`,
      [tenantId, id],
    );
    await this.lock(lanes);
    const rows = await this.database.query<object>(`${sql} RETURNING ${LOGGED_COLUMNS}`, [tenantId, id, ...more]);
    if (rows.length === 0) return false;
    await this.log.record(rows.map(toLogged), result, NO_ATTEMPT, by);
    await this.stir(lanes, false);
    return true;
  }

  /** Locks conversations before lanes before deliveries, each in one order, as all transactions do: this prevents deadlocks. */
  private async lock(lanes: readonly LaneKey[]): Promise<void> {
    const ids = [...new Set(lanes.map(({ conversationId }) => conversationId))];
    await this.database.query(CONVERSATIONS_STAY, [lanes[0]?.tenantId, ids]);
    await this.database.query(
      `SELECT 1 FROM lanes WHERE tenant_id = $1 AND ${IN_LANES} ORDER BY conversation_id, direction FOR NO KEY UPDATE`,
      parametersOf(lanes),
    );
  }

  /**
   * Makes workers check the heads of the lanes again, at once: because of the new revision, no worker gives a lane back for
   * what it read before.
   *
   * @param yields the lanes let all others pass until they are empty: many of them at once must not delay live messages
   */
  private async stir(lanes: readonly LaneKey[], yields: boolean): Promise<void> {
    await this.database.query(
      `UPDATE lanes SET revision = revision + 1, ready_at = clock_timestamp(), yields = yields OR $3, waits_for = NULL, waiting_kind = NULL
       WHERE tenant_id = $1 AND ${IN_LANES}`,
      [...parametersOf(lanes), yields],
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
