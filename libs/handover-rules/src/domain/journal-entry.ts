import type { ConversationId, ForeignId, MessageId, TenantId } from '#kernel';
import type { Author, Utterance } from './message.js';

/** `unsent`: kept for a handover. `sent`: put into the lane to Engage, or received from there. `muted`: never to be sent. */
export type Forwarding = 'unsent' | 'sent' | 'muted';

export interface JournalEntry extends Utterance {
  readonly tenantId: TenantId;
  readonly id: MessageId;
  readonly conversationId: ConversationId;
  /** `system`: written by this service, shown to the agent as the bot's. */
  readonly author: Author | 'system';
  readonly authorName?: string;
  /** The bot platform's id. */
  readonly messageId?: string;
  /** Our id for Engage. */
  readonly foreignId: ForeignId;
  /** Engage's id of the content, if Engage named it. */
  readonly engageContentId?: string;
  /** The first try to write it into Engage as a reply. */
  readonly attemptedAt?: Date;
  readonly sentAt: Date;
  readonly receivedAt: Date;
  readonly forwarding: Forwarding;
}
