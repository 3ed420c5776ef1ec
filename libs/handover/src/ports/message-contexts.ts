import type { ConversationId, HandoverId, MessageId, TenantId, UserId } from '#kernel';
import type { Conversation, Handover, JournalEntry } from '#handover-rules';
import type { Identity } from './identity-store.js';

/** The ids, from the lane, of what to send. */
export interface MessageReference {
  readonly tenantId: TenantId;
  readonly conversationId: ConversationId;
  readonly messageId?: MessageId | undefined;
  readonly handoverId?: HandoverId | undefined;
  /** The author; left out: the conversation's user. */
  readonly userId?: UserId | undefined;
}

/** What is needed of a message, or of an author alone, to send it to Engage. */
export interface MessageContext {
  readonly conversation: Pick<Conversation, 'tenantId' | 'id' | 'userId' | 'threadForeignId'>;
  /** Undefined when it was erased. */
  readonly entry: JournalEntry | undefined;
  readonly handover: Pick<Handover, 'endedAt' | 'step'> | undefined;
  /** Undefined for a customer who is not known in Engage. */
  readonly customer: Identity | undefined;
}

/** Reads what deliveries need. Calls that come close together share one statement. */
export abstract class MessageContexts {
  /** The current state, without a lock: a call to Engage follows, and no lock can be held during it. @throws UnknownConversation */
  abstract read(reference: MessageReference): Promise<MessageContext>;
}
