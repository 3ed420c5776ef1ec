import type { ConversationId, HandoverId, MessageId, TenantId, UserId } from '#kernel';
import type { Conversation, Handover, JournalEntry } from '#handover-rules';
import type { Identity } from './identity-store.js';

/** What is to be sent, as the lane names it. */
export interface MessageReference {
  readonly tenantId: TenantId;
  readonly conversationId: ConversationId;
  readonly messageId?: MessageId | undefined;
  readonly handoverId?: HandoverId | undefined;
  /** Whose words they are; left out: the conversation's user. */
  readonly userId?: UserId | undefined;
}

/** What has to be known of a message, or of an author alone, to send it to Engage. */
export interface MessageContext {
  readonly conversation: Pick<Conversation, 'tenantId' | 'id' | 'userId' | 'threadForeignId'>;
  /** Undefined when it was erased. */
  readonly entry: JournalEntry | undefined;
  readonly handover: Pick<Handover, 'endedAt' | 'step'> | undefined;
  /** Undefined for a customer whom Engage never met. */
  readonly customer: Identity | undefined;
}

/** Reads what deliveries need. Calls that come close together are one statement. */
export abstract class MessageContexts {
  /** As it is now, without a lock: a call to Engage follows, and none can be held during it. @throws UnknownConversation */
  abstract read(reference: MessageReference): Promise<MessageContext>;
}
