import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import { type Attempt, type Delivery, DeliveryLog } from '#delivery';
import { cleanJson, Clock, type ConversationId, type JsonObject, type TenantId } from '#kernel';
import { Timeline, type TimelineKind } from '../ports/timeline.js';

@Injectable()
export class PostgresTimeline extends Timeline {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {
    super();
  }

  async record(
    { tenantId, id }: { tenantId: TenantId; id: ConversationId },
    kind: TimelineKind,
    detail: JsonObject,
  ): Promise<void> {
    await this.database.query(
      'INSERT INTO timeline (tenant_id, conversation_id, at, kind, detail) VALUES ($1, $2, $3, $4, $5)',
      [tenantId, id, this.clock.now(), kind, cleanJson(detail)],
    );
  }
}

/** Puts failed tries and what administrators do on the timeline. */
@Injectable()
export class TimelineDeliveryLog extends DeliveryLog {
  constructor(private readonly timeline: Timeline) {
    super();
  }

  async record(delivery: Delivery, result: Parameters<DeliveryLog['record']>[1], attempt: Attempt): Promise<void> {
    const { tenantId, conversationId, direction } = delivery.lane;
    await this.timeline.record({ tenantId, id: conversationId }, 'delivery', {
      deliveryId: delivery.id,
      kind: delivery.kind,
      direction,
      seq: delivery.seq,
      result,
      attempt: delivery.attempts + 1,
      durationMs: Math.round(attempt.durationMs),
      ...(attempt.error && { error: { ...attempt.error } }),
    });
  }
}
