import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import { Clock } from '#kernel';
import type { Delivery, LaneKey, NewDelivery } from '../domain/delivery.js';
import { Lanes } from '../ports/lanes.js';
import { WakeUp } from '../ports/wake-up.js';

@Injectable()
export class PostgresLanes extends Lanes {
  constructor(
    private readonly database: Database,
    private readonly wakeUp: WakeUp,
    private readonly clock: Clock,
  ) {
    super();
  }

  async append(lane: LaneKey, destination: string, deliveries: readonly NewDelivery[]): Promise<void> {
    if (deliveries.length === 0) return;
    const items = deliveries.map(({ id, kind, payload }, place) => ({ id, place, kind, payload }));
    // A lane in backoff keeps its ready_at: new items queue behind the head that is held.
    await this.database.query(
      `WITH lane AS (
         INSERT INTO lanes (tenant_id, conversation_id, direction, destination, last_seq, revision, ready_at)
         VALUES ($1, $2, $3, $4, $5, 1, clock_timestamp())
         ON CONFLICT (tenant_id, conversation_id, direction) DO UPDATE
           SET last_seq = lanes.last_seq + $5, revision = lanes.revision + 1, destination = $4, ready_at = coalesce(lanes.ready_at, clock_timestamp())
         RETURNING last_seq - $5 AS before
       )
       INSERT INTO deliveries (tenant_id, conversation_id, direction, id, seq, kind, payload, status, created_at)
       SELECT $1, $2, $3, item.id, lane.before + item.place + 1, item.kind, item.payload, 'pending', $6
       FROM lane, jsonb_to_recordset($7::jsonb) AS item(id uuid, place bigint, kind text, payload jsonb)`,
      [
        lane.tenantId,
        lane.conversationId,
        lane.direction,
        destination,
        deliveries.length,
        this.clock.now(),
        JSON.stringify(items),
      ],
    );
    this.database.afterCommit(() => this.wakeUp.ring());
  }

  async reconsider({ tenantId, conversationId, direction }: LaneKey): Promise<void> {
    await this.database.query(
      `UPDATE lanes SET waits_for = NULL, waiting_kind = NULL
       WHERE tenant_id = $1 AND conversation_id = $2 AND direction = $3 AND waits_for IS NOT NULL`,
      [tenantId, conversationId, direction],
    );
    this.database.afterCommit(() => this.wakeUp.ring());
  }

  async isLast({ lane, seq }: Pick<Delivery, 'lane' | 'seq'>): Promise<boolean> {
    const rows = await this.database.query(
      'SELECT 1 FROM lanes WHERE tenant_id = $1 AND conversation_id = $2 AND direction = $3 AND last_seq > $4',
      [lane.tenantId, lane.conversationId, lane.direction, seq],
    );
    return rows.length === 0;
  }
}
