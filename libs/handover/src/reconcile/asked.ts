import type { EngageThreadId } from '#kernel';
import type { Conversation, Handover, Standing } from '#handover-rules';

/** A handover with what Engage says about its thread. */
export interface Asked {
  readonly conversation: Conversation;
  readonly threadId: EngageThreadId;
  readonly handover: Handover;
  readonly standing: Standing;
  /** When the handover was read, on the clock of the database. */
  readonly now: Date;
}
