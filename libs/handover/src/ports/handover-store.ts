import type { ConversationId, HandoverId, TenantId } from '#kernel';
import type { Handover } from '../domain/handover.js';

type Changeable = Pick<
  Handover,
  | 'status'
  | 'step'
  | 'addedCategoryIds'
  | 'noteQueuedAt'
  | 'engageStartedAt'
  | 'interventionId'
  | 'agentName'
  | 'queuePosition'
  | 'estimatedWaitMs'
  | 'queueUpdateSentAt'
  | 'activeSent'
  | 'joinedAt'
  | 'endedAt'
  | 'endCause'
  | 'error'
  | 'checkedAt'
  | 'inactivityMinutes'
  | 'inactivityCount'
  | 'inactivityDueAt'
  | 'noPickupDueAt'
>;

/** Remembers handovers. A conversation has at most one that runs. */
export abstract class HandoverStore {
  abstract insert(handover: Handover): Promise<void>;
  abstract running(tenantId: TenantId, conversationId: ConversationId): Promise<Handover | undefined>;
  /** The running handover, else the one that started last. */
  abstract latest(tenantId: TenantId, conversationId: ConversationId): Promise<Handover | undefined>;
  /** The one before it in the same conversation. */
  abstract previous(handover: Handover): Promise<Handover | undefined>;
  abstract find(tenantId: TenantId, id: HandoverId): Promise<Handover | undefined>;

  /**
   * Changes a running handover. @returns it as it is now
   * @throws Error if it is not in the status it is said to leave
   */
  abstract change(handover: Handover, changes: Partial<Changeable>): Promise<Handover>;

  /** Running handovers with a timer that is due. */
  abstract due(tenantId: TenantId, now: Date, limit: number): Promise<Handover[]>;

  /** Running handovers that Engage has, unchecked since `before`, the longest unchecked first. */
  abstract unchecked(tenantId: TenantId, before: Date, limit: number): Promise<Handover[]>;
}
