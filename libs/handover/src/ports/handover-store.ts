import type { ConversationId, HandoverId, TenantId } from '#kernel';
import type { Handover } from '../domain/handover.js';
import type { HandoverChange } from '../domain/machine/decision.js';

/** The handovers that decide what a fact means. */
export interface CurrentHandovers {
  readonly running: Handover | undefined;
  /** The one that ended last. */
  readonly last: Handover | undefined;
  /** The moment of the question, on the database's clock. */
  readonly now: Date;
}

/** Remembers handovers. A conversation has at most one that runs. */
export abstract class HandoverStore {
  abstract insert(handover: Handover): Promise<void>;
  abstract running(tenantId: TenantId, conversationId: ConversationId): Promise<Handover | undefined>;
  abstract current(tenantId: TenantId, conversationId: ConversationId): Promise<CurrentHandovers>;
  /** The running handover, else the one that started last. */
  abstract latest(tenantId: TenantId, conversationId: ConversationId): Promise<Handover | undefined>;
  abstract find(tenantId: TenantId, id: HandoverId): Promise<Handover | undefined>;

  /** Changes a running handover. @throws Error if it is not in the status that the change leaves */
  abstract change(change: Extract<HandoverChange, { type: 'change' }>): Promise<void>;

  /**
   * Remembers that the thread of an ended handover was given back, or that this failed for good.
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

  /** Handovers that ended within this time, and whose start had no answer from Engage then; the latest first. */
  abstract endedUnconfirmed(tenantId: TenantId, withinMs: number, limit: number): Promise<Handover[]>;
}
