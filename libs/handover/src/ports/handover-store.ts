import type { ConversationId, HandoverId, TenantId } from '#kernel';
import type { Handover } from '#handover-rules';

/** Stores handovers. A conversation has at most one that is running. */
export abstract class HandoverStore {
  abstract running(tenantId: TenantId, conversationId: ConversationId): Promise<Handover | undefined>;
  abstract lastEnded(tenantId: TenantId, conversationId: ConversationId): Promise<Handover | undefined>;
  /** The running handover, else the one that started last. */
  abstract latest(tenantId: TenantId, conversationId: ConversationId): Promise<Handover | undefined>;
  abstract find(tenantId: TenantId, id: HandoverId): Promise<Handover | undefined>;

  /**
   * Stores that the thread of an ended handover was given back, or that this failed permanently.
   *
   * @param at on Engage's clock; on ours if it failed
   */
  abstract returned(handover: Handover, at: Date): Promise<void>;

  /**
   * Running handovers of all enabled tenants with a timer that is due on the database's clock: of each tenant the longest due first,
   * and every tenant's first before any tenant's second.
   */
  abstract due(limit: number, except: readonly HandoverId[]): Promise<Handover[]>;

  /**
   * Running handovers that Engage has or may have, unchecked for this long on the database's clock; the longest unchecked first.
   */
  abstract unchecked(tenantId: TenantId, forMs: number, limit: number): Promise<Handover[]>;

  /** The database's clock, for comparison with the times that it has written. */
  abstract now(): Promise<Date>;

  /** The same as `unchecked` for those that ended within a day and whose contents must still be checked. */
  abstract endedUnchecked(tenantId: TenantId, forMs: number, limit: number): Promise<Handover[]>;

  /** Stores that an ended handover was checked. @param contents what is left to do, and how far its thread was read */
  abstract checked(
    handover: Handover,
    contents?: Partial<Pick<Handover, 'contentsCheck' | 'contentsReadTo'>>,
  ): Promise<void>;

  /** Marks the running handovers on sources that Engage serves itself: their contents must be read. */
  abstract readContentsOfNative(tenantId: TenantId): Promise<void>;

  /** Handovers that ended within this time, and whose start had no answer from Engage then; the latest first. */
  abstract endedUnconfirmed(tenantId: TenantId, withinMs: number, limit: number): Promise<Handover[]>;
}
