import type { EngageThreadId } from '#kernel';

export interface EngageThread {
  readonly id: EngageThreadId;
  readonly foreignId: string | undefined;
  /** The thread's own categories (`thread_category_ids`), not the union with its contents. */
  readonly categoryIds: readonly string[];
  /** Locked: no one can write there. */
  readonly closed: boolean;
  /** When Engage answered, on its clock, or slightly earlier. */
  readonly readAt: Date;
}

export interface EngageIntervention {
  readonly id: string;
  readonly threadId: EngageThreadId;
  /** The customer it is about. */
  readonly identityId?: string | undefined;
  /** The user in charge. */
  readonly userId?: string | undefined;
  readonly closed: boolean;
  readonly deferred: boolean;
  readonly userRepliesCount: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}
