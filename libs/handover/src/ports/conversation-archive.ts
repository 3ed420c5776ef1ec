import type { ConversationId, JsonObject, TenantId } from '#kernel';
import type { RichContent } from '#rich-content';
import type { Attachment, ChosenReply, Conversation, ConversationState } from '#handover-rules';

export interface ConversationQuery {
  /** undefined: all tenants. */
  readonly tenantIds: readonly TenantId[] | undefined;
  readonly state?: ConversationState;
  /** How a session or user id begins. */
  readonly text?: string;
  readonly limit: number;
  /** Only conversations changed before this position: time and id of the last one seen. */
  readonly before?: readonly [updatedAt: string, id: string];
}

export interface ListedConversation extends Conversation {
  readonly tenantSlug: string;
}

export interface TimelineEntry {
  /** Grows with time. */
  readonly position: string;
  readonly at: Date;
  readonly kind: string;
  readonly detail: JsonObject;
  readonly message: {
    author: string;
    authorName: string | null;
    text: string;
    attachments: Attachment[];
    /** What it offered: the kind, and the titles of its choices. */
    content: { type: RichContent['type']; choices: string[] } | null;
    /** What the customer chose. */
    reply: ChosenReply | null;
    sentAt: Date;
  } | null;
}

/** Conversations as operators look at them, across tenants; the caller has been checked before. */
export abstract class ConversationArchive {
  /** Changed last first. */
  abstract list(query: ConversationQuery): Promise<ListedConversation[]>;
  abstract find(id: ConversationId): Promise<ListedConversation | undefined>;
  abstract timeline(tenantId: TenantId, id: ConversationId, limit: number): Promise<TimelineEntry[]>;
}
