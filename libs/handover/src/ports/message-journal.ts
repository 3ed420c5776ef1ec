import type { ConversationId, EngageThreadId, ForeignId, MessageId, TenantId } from '#kernel';
import type { Attachment, Forwarding, JournalEntry } from '#handover-rules';

export interface ContentOfThread {
  readonly id: string;
  readonly threadId: EngageThreadId;
  /** On Engage's clock. */
  readonly writtenAt: Date;
}

export interface SinceWhen {
  readonly conversationId: ConversationId;
  /** On our clock. */
  readonly since: Date;
}

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
  /** Which of these contents of Engage the conversation has. */
  abstract heldContents(
    tenantId: TenantId,
    conversationId: ConversationId,
    engageContentIds: readonly string[],
  ): Promise<Set<string>>;
  /** The same for contents of several threads. */
  abstract heldInThreads(tenantId: TenantId, contents: readonly ContentOfThread[]): Promise<Set<string>>;
  /** How many messages of agents have arrived since then, for each conversation. */
  abstract agentMessagesSince(tenantId: TenantId, wanted: readonly SinceWhen[]): Promise<Map<ConversationId, number>>;
  /** Engage's id of the last content that the conversation had before this message, if one is known. */
  abstract contentBefore(entry: JournalEntry): Promise<string | undefined>;
  /** Stores, before a reply is written into Engage, that it may be there from now on. */
  abstract markAttempted(entry: JournalEntry, at: Date): Promise<void>;
  abstract setEngageContent(entry: JournalEntry, engageContentId: string): Promise<void>;
  /** Stores the files of a message, if they were not known at first. */
  abstract setAttachments(entry: JournalEntry, attachments: readonly Attachment[]): Promise<void>;
  abstract mark(tenantId: TenantId, ids: readonly MessageId[], forwarding: Forwarding): Promise<void>;
  /** Whether Engage has a message of the customer since then (undefined: at any time). */
  abstract customerHeardSince(
    tenantId: TenantId,
    conversationId: ConversationId,
    since: Date | undefined,
  ): Promise<boolean>;
  /**
   * Why Engage has no message of the customer since then (undefined: at any time), from the last refusal; undefined when it
   * has something, or when nothing was refused.
   */
  abstract customerRefusedSince(
    tenantId: TenantId,
    conversationId: ConversationId,
    since: Date | undefined,
  ): Promise<string | undefined>;
}
