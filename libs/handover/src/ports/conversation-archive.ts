import type { ConversationId, JsonObject, TenantId } from '#kernel';
import type { RichContent } from '#rich-content';
import type { Attachment, ChosenReply, Conversation, ConversationState } from '#handover-rules';

export interface ConversationQuery {
  /** undefined: all tenants. */
  readonly tenantIds: readonly TenantId[] | undefined;
  readonly state?: ConversationState;
  /**
   * The beginning of a session or user id, or a complete id: of the conversation, of its Engage thread, or our id of one of
   * its messages.
   */
  readonly text?: string;
  /** Only those that need an operator. */
  readonly inTrouble?: boolean;
  readonly limit: number;
  /** Only conversations changed before this position: time and id of the last one seen. */
  readonly before?: readonly [updatedAt: string, id: string];
}

/**
 * Why a conversation needs an operator: deliveries are parked; the next one has been undelivered for 15 minutes (`overdue`); a customer
 * has waited 15 minutes for an agent (`waiting`).
 */
export type TroubleType = 'parked' | 'overdue' | 'waiting';

export interface Trouble {
  readonly types: readonly TroubleType[];
  /** Start of the trouble that has lasted longest. */
  readonly since: Date;
  /** How many deliveries are parked; at most 1,000 are counted. */
  readonly parked: number;
  /** Error of the delivery that was parked last, or of the overdue one. */
  readonly lastError: { readonly kind: string; readonly code: string; readonly message: string } | null;
}

export interface ListedConversation extends Conversation {
  readonly tenantSlug: string;
  readonly trouble: Trouble | null;
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

/** Conversations as operators see them, across tenants; the caller's rights have been checked before. */
export abstract class ConversationArchive {
  /** Most recently changed first. */
  abstract list(query: ConversationQuery): Promise<ListedConversation[]>;
  abstract find(id: ConversationId): Promise<ListedConversation | undefined>;
  abstract timeline(tenantId: TenantId, id: ConversationId, limit: number): Promise<TimelineEntry[]>;
}
