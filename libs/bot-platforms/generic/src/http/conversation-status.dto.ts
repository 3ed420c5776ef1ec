import { HandoverProblemDto } from '#bot-platforms';
import type { HandoverStatus } from '#handover';

/** The running handover, or the last one. */
export class HandoverStatusDto {
  /**
   * Our id of the handover.
   * @example "5f6d1c1e-2f0b-4b6e-8a54-8f8f6f0f7a10"
   */
  readonly handoverId!: string;

  /**
   * `queue` and `active` run; `completed`, `cancelled` and `error` are over.
   * @example "queue"
   */
  readonly status!: HandoverStatus;

  /**
   * Position in the queue, if Engage sent it.
   * @example 3
   */
  readonly position!: number | null;

  /**
   * Expected wait in milliseconds, if Engage sent it.
   * @example 95000
   */
  readonly estimatedWaitTime!: number | null;

  /**
   * Name of the agent, as in the agent's messages.
   * @example "Mara from Acme"
   */
  readonly agentName!: string | null;

  /** When the handover started. */
  readonly startedAt!: Date;
  /** When an agent joined; null before. */
  readonly joinedAt!: Date | null;
  /** When the handover ended; null while it runs. */
  readonly endedAt!: Date | null;

  /**
   * Reason of the end.
   * @example "agent"
   */
  readonly endCause!: string | null;

  /** Why the handover failed; null if it did not. */
  readonly error!: HandoverProblemDto | null;
}

/** The current state of a conversation. */
export class ConversationStatusDto {
  /**
   * Our id of the conversation.
   * @example "0b0c2a44-5a0e-4c8e-9d43-6f1f0a3c1d11"
   */
  readonly conversationId!: string;

  /**
   * Your id of the conversation.
   * @example "chat-7f3a2c"
   */
  readonly sessionId!: string;

  /**
   * Your id of the customer.
   * @example "customer-4821"
   */
  readonly userId!: string;

  /**
   * Who answers the customer: the bot (`bot`), no one yet (`queue`), or an agent (`active`).
   * @example "queue"
   */
  readonly state!: 'bot' | 'queue' | 'active';

  /** When the conversation began. */
  readonly createdAt!: Date;
  /** Time of the last activity. */
  readonly updatedAt!: Date;

  /** The running handover, or the last one; null if there was none. */
  readonly handover!: HandoverStatusDto | null;
}
