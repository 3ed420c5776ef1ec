import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import { Clock, type DeliveryId, type TenantId } from '#kernel';
import { DeliveryArchive, type DeliveryQuery, type ListedDelivery } from '../ports/delivery-archive.js';
import { DeliveryLog } from '../ports/lane-store.js';
import { WakeUp } from '../ports/wake-up.js';
import { type DeliveryRow, toDelivery } from './delivery.row.js';

type Row = DeliveryRow & { readonly slug: string };

const NO_ATTEMPT = { durationMs: 0, error: null };

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

  async list({ tenantIds, status, limit, before }: DeliveryQuery): Promise<ListedDelivery[]> {
    const rows = await this.select(
      `($1::uuid[] IS NULL OR d.tenant_id = ANY ($1)) AND ($2::text IS NULL OR d.status = $2)
       AND ($3::timestamptz IS NULL OR (d.created_at, d.id) < ($3, $4::uuid))
       ORDER BY d.created_at DESC, d.id DESC LIMIT $5`,
      [tenantIds ?? null, status ?? null, before?.[0] ?? null, before?.[1] ?? null, limit],
    );
    return rows.map(listed);
  }

  async find(id: DeliveryId): Promise<ListedDelivery | undefined> {
    const [row] = await this.select('d.id = $1', [id]);
    return row && listed(row);
  }

  async replay(tenantId: TenantId, ids: readonly DeliveryId[]): Promise<DeliveryId[]> {
    await this.lockLanes(tenantId, ids);
    const rows = await this.database.query<DeliveryRow>(
      `UPDATE deliveries SET status = 'pending', attempts = 0, held_ms = 0, settled_at = NULL
       WHERE tenant_id = $1 AND id = ANY ($2) AND status = 'parked' RETURNING *`,
      [tenantId, ids],
    );
    for (const row of rows) await this.stir(row, 'replayed');
    return rows.map(({ id }) => id);
  }

  async discard(tenantId: TenantId, id: DeliveryId): Promise<boolean> {
    await this.lockLanes(tenantId, [id]);
    const rows = await this.database.query<DeliveryRow>(
      `UPDATE deliveries SET status = 'discarded', settled_at = $3
       WHERE tenant_id = $1 AND id = $2 AND status IN ('parked', 'pending') RETURNING *`,
      [tenantId, id, this.clock.now()],
    );
    for (const row of rows) await this.stir(row, 'discarded');
    return rows.length > 0;
  }

  /** Lanes before deliveries, as workers lock them, and lanes in one order: nobody waits in a circle. */
  private async lockLanes(tenantId: TenantId, ids: readonly DeliveryId[]): Promise<void> {
    await this.database.query(
      `SELECT 1 FROM lanes WHERE tenant_id = $1 AND (conversation_id, direction) IN (
         SELECT conversation_id, direction FROM deliveries WHERE tenant_id = $1 AND id = ANY ($2))
       ORDER BY conversation_id, direction FOR NO KEY UPDATE`,
      [tenantId, ids],
    );
  }

  /** Lets the lane look at its head again, at once: a new revision keeps a worker from going idle on what it saw before. */
  private async stir(row: DeliveryRow, result: 'replayed' | 'discarded'): Promise<void> {
    await this.database.query(
      `UPDATE lanes SET revision = revision + 1, ready_at = clock_timestamp() WHERE tenant_id = $1 AND conversation_id = $2 AND direction = $3`,
      [row.tenant_id, row.conversation_id, row.direction],
    );
    await this.log.record(toDelivery(row), result, NO_ATTEMPT);
    this.database.afterCommit(() => this.wakeUp.ring());
  }

  private select(where: string, parameters: readonly unknown[]): Promise<Row[]> {
    return this.database.acrossTenants(() =>
      this.database.query<Row>(
        `SELECT d.*, t.slug FROM deliveries d JOIN tenants t ON t.tenant_id = d.tenant_id WHERE ${where}`,
        parameters,
      ),
    );
  }
}

function listed(row: Row): ListedDelivery {
  return {
    ...toDelivery(row),
    tenantSlug: row.slug,
    status: row.status,
    lastError: row.last_error,
    settledAt: row.settled_at,
  };
}
