import type { ConversationId, ForeignId, MessageId, TenantId } from '#kernel';
import type { Author, Utterance } from './message.js';

/** `unsent`: kept for a handover. `sent`: given to the lane to Engage, or come from there. `muted`: never to be sent. */
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
  /** Our id towards Engage. */
  readonly foreignId: ForeignId;
  /** Engage's id of the content, where Engage sent it. */
  readonly engageContentId?: string;
  /** When it was first tried to write it into Engage as a reply. */
  readonly attemptedAt?: Date;
  readonly sentAt: Date;
  readonly receivedAt: Date;
  readonly forwarding: Forwarding;
}
