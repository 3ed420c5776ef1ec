import type { ConversationId, EngageThreadId, SessionId, TenantId } from '#kernel';
import type { Conversation } from '#handover-rules';

/** Finds conversations. Every call names the tenant, so no query can forget it. */
export abstract class ConversationStore {
  /** Holds the row until the transaction ends: all that happens to one conversation happens one after the other. */
  abstract lockById(tenantId: TenantId, id: ConversationId): Promise<Conversation | undefined>;
  abstract findById(tenantId: TenantId, id: ConversationId): Promise<Conversation | undefined>;
  abstract findBySession(tenantId: TenantId, sessionId: SessionId): Promise<Conversation | undefined>;
  /** Any that has the thread. */
  abstract findByEngageThread(tenantId: TenantId, threadId: EngageThreadId): Promise<Conversation | undefined>;
  /** Whether another customer of the same thread is with an agent or waits for one. */
  abstract sharesThreadInHandover(conversation: Conversation): Promise<boolean>;

  /**
   * Waits for the transaction that is just linking this thread, or storing an event that waits for its link, and makes others
   * wait in the same way.
   */
  abstract lockThread(tenantId: TenantId, threadId: EngageThreadId): Promise<void>;
}
