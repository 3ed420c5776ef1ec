import type { ConversationId, EngageThreadId, ForeignId, JsonObject, SessionId, TenantId, UserId } from '#kernel';
import type { Conversation, ConversationState, NativeChannel } from '../domain/conversation.js';

/** A row of `conversations` as the driver gives it. */
export interface ConversationRow {
  readonly tenant_id: TenantId;
  readonly id: ConversationId;
  readonly session_id: SessionId;
  readonly user_id: UserId;
  readonly address: JsonObject;
  readonly state: ConversationState;
  readonly thread_foreign_id: ForeignId;
  readonly engage_thread_id: EngageThreadId | null;
  readonly engage_channel: NativeChannel | null;
  readonly engage_closed_at: Date | null;
  readonly created_at: Date;
  readonly updated_at: Date;
}

export function toConversation(row: ConversationRow): Conversation {
  return {
    tenantId: row.tenant_id,
    id: row.id,
    sessionId: row.session_id,
    userId: row.user_id,
    address: row.address,
    state: row.state,
    threadForeignId: row.thread_foreign_id,
    engageThreadId: row.engage_thread_id ?? undefined,
    nativeChannel: row.engage_channel ?? undefined,
    engageClosedAt: row.engage_closed_at ?? undefined,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
