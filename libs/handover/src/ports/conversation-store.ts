import type { ConversationId, EngageThreadId, ForeignId, SessionId, TenantId } from '#kernel';
import type { SessionAddress } from '../domain/bot-request.js';
import type { Conversation, ConversationState, EngageChannel } from '../domain/conversation.js';

export interface WritingCustomer extends Pick<EngageChannel, 'sourceId' | 'replyTo'> {
  readonly threadId: EngageThreadId;
  readonly identityId: string;
}

/**
 * Remembers conversations. Every call names the tenant, so no query can forget it. `lock…` holds the row until the
 * transaction ends: all that happens to one conversation happens one after the other.
 */
export abstract class ConversationStore {
  /** @throws SessionOfAnotherUser */
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
  abstract lockOrCreateInEngage(tenantId: TenantId, writing: WritingCustomer): Promise<Conversation>;
  abstract saveEngageChannel(conversation: Conversation, channel: EngageChannel): Promise<Conversation>;
  /** Whether another customer of the same thread is with an agent or waits for one. */
  abstract sharesThreadInHandover(conversation: Conversation): Promise<boolean>;
  abstract findById(tenantId: TenantId, id: ConversationId): Promise<Conversation | undefined>;
  abstract findBySession(tenantId: TenantId, sessionId: SessionId): Promise<Conversation | undefined>;

  /** @throws Error if the conversation is not in the state it is said to leave */
  abstract changeState(conversation: Conversation, to: ConversationState): Promise<Conversation>;

  /** @throws ThreadTaken when another conversation of the tenant holds the thread */
  abstract linkThread(conversation: Conversation, threadId: EngageThreadId): Promise<void>;

  /**
   * The customer types, now. Many words make many calls: they count once per `minGapMs`, until the typing has ended.
   * @returns whether this one counts
   */
  abstract typingStarted(conversation: Conversation, minGapMs: number): Promise<boolean>;

  /** @returns whether the customer was typing */
  abstract typingEnded(conversation: Conversation): Promise<boolean>;
}
