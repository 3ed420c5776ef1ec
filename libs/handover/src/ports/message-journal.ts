import type { ConversationId, ForeignId, MessageId, TenantId } from '#kernel';
import type { Attachment, Forwarding, JournalEntry } from '#handover-rules';

/** Every message of every conversation, once: timeline, transcript and export read it. */
export abstract class MessageJournal {
  abstract find(tenantId: TenantId, id: MessageId): Promise<JournalEntry | undefined>;
  abstract findByForeignId(tenantId: TenantId, foreignId: ForeignId): Promise<JournalEntry | undefined>;
  /** The last `limit` messages of these kinds of forwarding, oldest first. */
  abstract last(
    tenantId: TenantId,
    conversationId: ConversationId,
    forwarding: readonly Forwarding[],
    limit: number,
  ): Promise<JournalEntry[]>;
  /** Whether the conversation has this content of Engage. */
  abstract holdsContent(tenantId: TenantId, conversationId: ConversationId, engageContentId: string): Promise<boolean>;
  /** Engage's id of the last content that the conversation had before this message, where one is known. */
  abstract contentBefore(entry: JournalEntry): Promise<string | undefined>;
  /** Remembers, before a reply is written into Engage, that it may be there from now on. */
  abstract markAttempted(entry: JournalEntry, at: Date): Promise<void>;
  abstract setEngageContent(entry: JournalEntry, engageContentId: string): Promise<void>;
  /** Remembers which files came along, where that was not known at first. */
  abstract setAttachments(entry: JournalEntry, attachments: readonly Attachment[]): Promise<void>;
  abstract mark(tenantId: TenantId, ids: readonly MessageId[], forwarding: Forwarding): Promise<void>;
  /** Whether the customer said anything that Engage has, since then (undefined: ever). */
  abstract customerHeardSince(
    tenantId: TenantId,
    conversationId: ConversationId,
    since: Date | undefined,
  ): Promise<boolean>;
  /**
   * Why Engage has nothing of what the customer said since then (undefined: ever), as the last refusal said; undefined when it
   * has something, or when nothing was refused.
   */
  abstract customerRefusedSince(
    tenantId: TenantId,
    conversationId: ConversationId,
    since: Date | undefined,
  ): Promise<string | undefined>;
}
