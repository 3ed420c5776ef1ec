import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import { type Attempt, DeliveryLog, type LoggedDelivery, type Operator } from '#delivery';
import { cleanJson, Clock, type ConversationId, type JsonObject, type TenantId } from '#kernel';
import type { TimelineKind } from '#handover-rules';
import { Timeline, type TimelineEntry } from '../ports/timeline.js';

@Injectable()
export class PostgresTimeline extends Timeline {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {
    super();
  }

  record(
    { tenantId, id: conversationId }: { tenantId: TenantId; id: ConversationId },
    kind: TimelineKind,
    detail: JsonObject,
  ): Promise<void> {
    return this.recordAll(tenantId, [{ conversationId, kind, detail }]);
  }

  async recordAll(tenantId: TenantId, entries: readonly TimelineEntry[]): Promise<void> {
    const items = entries.map(({ detail, ...entry }, place) => ({ ...entry, place, detail: cleanJson(detail) }));
    await this.database.query(
      `INSERT INTO timeline (tenant_id, conversation_id, at, kind, detail)
       SELECT $1, item."conversationId", $2, item.kind, item.detail
       FROM jsonb_to_recordset($3::jsonb) AS item("conversationId" uuid, place integer, kind text, detail jsonb) ORDER BY item.place`,
      [tenantId, this.clock.now(), JSON.stringify(items)],
    );
  }
}

/** Writes failed tries and actions of administrators to the timeline. */
@Injectable()
export class TimelineDeliveryLog extends DeliveryLog {
  constructor(private readonly timeline: Timeline) {
    super();
  }

  async record(
    deliveries: readonly LoggedDelivery[],
    result: Parameters<DeliveryLog['record']>[1],
    { durationMs, error }: Attempt,
    operator?: Operator,
  ): Promise<void> {
    const [first] = deliveries;
    if (!first) return;
    const entries = deliveries.map(({ id: deliveryId, kind, seq, attempts, lane: { conversationId, direction } }) => ({
      conversationId,
      kind: 'delivery' as const,
      detail: {
        deliveryId,
        kind,
        direction,
        seq,
        result,
        attempt: attempts + 1,
        durationMs,
        ...(error && { error: { ...error } }),
        ...(operator && shown(operator)),
      },
    }));
    await this.timeline.recordAll(first.lane.tenantId, entries);
  }
}

function shown({ by, reason }: Operator): JsonObject {
  return { by, ...(reason !== undefined && { reason }) };
}
