import type { ConversationId, EngageThreadId, SessionId, TenantId } from '#kernel';
import type { Conversation } from '#handover-rules';

/** Finds conversations. Every call names the tenant, so no query can forget it. */
export abstract class ConversationStore {
  /** Locks the row until the transaction ends: facts about one conversation are decided one after the other. */
  abstract lockById(tenantId: TenantId, id: ConversationId): Promise<Conversation | undefined>;
  abstract findById(tenantId: TenantId, id: ConversationId): Promise<Conversation | undefined>;
  abstract findBySession(tenantId: TenantId, sessionId: SessionId): Promise<Conversation | undefined>;
  /** Any that has the thread. */
  abstract findByEngageThread(tenantId: TenantId, threadId: EngageThreadId): Promise<Conversation | undefined>;
  /** Whether another customer of the same thread is with an agent or waits for one. */
  abstract sharesThreadInHandover(conversation: Conversation): Promise<boolean>;

  /**
   * Until the transaction ends, prevents others from linking this thread, and from storing an event that waits for its link.
   *
   * @param waits whether to wait for a transaction that has the lock
   * @returns whether this transaction has it now: always, if it waits
   */
  abstract lockThread(tenantId: TenantId, threadId: EngageThreadId, waits: boolean): Promise<boolean>;
}
