import type { ConversationId, DeliveryId, JsonObject, TenantId } from '#kernel';
import type { Delivery, DeliveryStatus, Direction } from '../domain/delivery.js';

/** A row of `deliveries` as the driver gives it: big integers as text. */
export interface DeliveryRow {
  readonly tenant_id: TenantId;
  readonly id: DeliveryId;
  readonly conversation_id: ConversationId;
  readonly direction: Direction;
  readonly seq: string;
  readonly kind: string;
  readonly payload: JsonObject;
  readonly status: DeliveryStatus;
  readonly attempts: number;
  readonly held_ms: string;
  readonly last_error: { code: string; message: string } | null;
  readonly created_at: Date;
  readonly settled_at: Date | null;
}

export function toDelivery(row: DeliveryRow): Delivery {
  return {
    id: row.id,
    kind: row.kind,
    payload: row.payload,
    lane: { tenantId: row.tenant_id, conversationId: row.conversation_id, direction: row.direction },
    seq: Number(row.seq),
    attempts: row.attempts,
    heldMs: Number(row.held_ms),
    createdAt: row.created_at,
  };
}
