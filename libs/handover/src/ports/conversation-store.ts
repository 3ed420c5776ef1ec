import type { ConversationId, EngageThreadId, ForeignId, SessionId, TenantId } from '#kernel';
import type { SessionAddress } from '../domain/bot-request.js';
import type { Conversation, ConversationState } from '../domain/conversation.js';

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
  abstract lockByEngageThread(tenantId: TenantId, threadId: EngageThreadId): Promise<Conversation | undefined>;
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
