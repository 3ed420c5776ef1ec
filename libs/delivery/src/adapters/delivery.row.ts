import type { ConversationId, DeliveryId, JsonObject, TenantId } from '#kernel';
import type { Delivery, DeliveryStatus, Direction } from '../domain/delivery.js';
import type { LoggedDelivery } from '../ports/lane-store.js';

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

/** The columns of a delivery without what it says. */
export const LOGGED_COLUMNS = 'tenant_id, id, conversation_id, direction, seq, kind, attempts, held_ms, created_at';

export function toDelivery(row: DeliveryRow): Delivery {
  return { ...toLogged(row), payload: row.payload };
}

export function toLogged(row: Omit<DeliveryRow, 'payload' | 'status' | 'last_error' | 'settled_at'>): LoggedDelivery {
  return {
    id: row.id,
    kind: row.kind,
    lane: { tenantId: row.tenant_id, conversationId: row.conversation_id, direction: row.direction },
    seq: Number(row.seq),
    attempts: row.attempts,
    heldMs: Number(row.held_ms),
    createdAt: row.created_at,
  };
}
