import type { ConversationId, JsonObject, TenantId } from '#kernel';
import type { Conversation, TimelineKind } from '#handover-rules';

export interface TimelineEntry {
  readonly conversationId: ConversationId;
  readonly kind: TimelineKind;
  readonly detail: JsonObject;
}

/** Writes the timeline, as a part of the running transaction. */
export abstract class Timeline {
  abstract record(
    conversation: Pick<Conversation, 'tenantId' | 'id'>,
    kind: TimelineKind,
    detail: JsonObject,
  ): Promise<void>;

  /** Entries of one or several conversations of a tenant, in this order. */
  abstract recordAll(tenantId: TenantId, entries: readonly TimelineEntry[]): Promise<void>;
}
