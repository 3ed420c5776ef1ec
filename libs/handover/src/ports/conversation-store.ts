import type { ConversationId, EngageThreadId, ForeignId, SessionId, TenantId } from '#kernel';
import type { SessionAddress } from '../domain/bot-request.js';
import type { Conversation, NativeChannel } from '../domain/conversation.js';
import type { ConversationChange } from '../domain/machine/decision.js';

export interface WritingCustomer extends Pick<NativeChannel, 'sourceId' | 'replyTo'> {
  readonly threadId: EngageThreadId;
  readonly identityId: string;
}

/**
 * Remembers conversations. Every call names the tenant, so no query can forget it. `lock…` holds the row until the
 * transaction ends: all that happens to one conversation happens one after the other.
 */
export abstract class ConversationStore {
  /** `userId` is that of a new conversation: who speaks in a known one is for the rules to decide. */
  abstract lockOrCreate(tenantId: TenantId, session: SessionAddress): Promise<Conversation>;
  abstract lockById(tenantId: TenantId, id: ConversationId): Promise<Conversation | undefined>;
  abstract lockBySession(tenantId: TenantId, sessionId: SessionId): Promise<Conversation | undefined>;
  abstract lockByThreadForeignId(tenantId: TenantId, foreignId: ForeignId): Promise<Conversation | undefined>;
  /** @param identityId tells the customers of a thread apart where Engage owns the channel */
  abstract lockByEngageThread(
    tenantId: TenantId,
    threadId: EngageThreadId,
    identityId?: string,
  ): Promise<Conversation | undefined>;

  /** The conversation of a customer who writes on a source that Engage serves, with this content as the one to answer. */
  abstract lockOrCreateNative(tenantId: TenantId, writing: WritingCustomer): Promise<Conversation>;
  /** Whether another customer of the same thread is with an agent or waits for one. */
  abstract sharesThreadInHandover(conversation: Conversation): Promise<boolean>;
  abstract findById(tenantId: TenantId, id: ConversationId): Promise<Conversation | undefined>;
  abstract findBySession(tenantId: TenantId, sessionId: SessionId): Promise<Conversation | undefined>;

  /**
   * Changes what is named, in one statement. The caller holds the conversation's lock.
   *
   * @returns the conversation as it is now
   * @throws ThreadTaken when another conversation of the tenant holds the thread to link
   * @throws Error if the conversation is not in the state that the change leaves
   */
  abstract change(conversation: Conversation, change: ConversationChange): Promise<Conversation>;

  /**
   * Waits for the transaction that is just linking this thread, or storing an event that waits for its link, and makes others
   * wait in the same way. `change` takes it for a thread to link.
   */
  abstract lockThread(tenantId: TenantId, threadId: EngageThreadId): Promise<void>;

  /** Without a lock. */
  abstract findByEngageThread(tenantId: TenantId, threadId: EngageThreadId): Promise<Conversation | undefined>;

  /**
   * The customer types, now. Many words make many calls: they count once per `minGapMs`, until the typing has ended.
   * @returns whether this one counts
   */
  abstract typingStarted(conversation: Conversation, minGapMs: number): Promise<boolean>;

  /** @returns whether the customer was typing */
  abstract typingEnded(conversation: Conversation): Promise<boolean>;
}
