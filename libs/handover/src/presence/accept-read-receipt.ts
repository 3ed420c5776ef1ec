import { Injectable } from '@nestjs/common';
import type { ForeignId, SessionId } from '#kernel';
import type { Tenant } from '#tenant-config';
import type { IdempotentRequest } from '../domain/bot-request.js';
import { UnknownConversation, UnknownMessage } from '../domain/handover.errors.js';
import { ConversationStore } from '../ports/conversation-store.js';
import { MessageJournal } from '../ports/message-journal.js';
import { ENGAGE, type ReadPayload } from '../domain/machine/engage-items.js';
import { EngageOutbox } from '../engage-outbound/engage-outbox.js';
import { OncePerRequest } from '../intake/once-per-request.js';

export interface ReadReceipt {
  readonly sessionId: SessionId;
  /** Our id of the agent's message, as the bot received it. */
  readonly messageId: ForeignId;
  readonly request: IdempotentRequest;
}

/** Shows the agent that the customer has read a message, in whatever state the conversation is. */
@Injectable()
export class AcceptReadReceipt {
  constructor(
    private readonly once: OncePerRequest,
    private readonly conversations: ConversationStore,
    private readonly journal: MessageJournal,
    private readonly engage: EngageOutbox,
  ) {}

  /** @throws UnknownConversation, UnknownMessage, IdempotencyKeyReused */
  async run(tenant: Tenant, { messageId, ...call }: ReadReceipt): Promise<void> {
    await this.once.run(tenant, { type: 'message_read', ...call }, async () => {
      const conversation = await this.conversations.lockBySession(tenant.id, call.sessionId);
      if (!conversation) throw new UnknownConversation();
      const entry = await this.journal.findByForeignId(tenant.id, messageId);
      if (entry?.conversationId === conversation.id && entry.author === 'system') return null; // the tenant's own words
      if (entry?.conversationId !== conversation.id || entry.author !== 'agent') throw new UnknownMessage();
      if (conversation.nativeChannel) return null; // the channel tells Engage by itself
      const payload: ReadPayload = { messageId };
      await this.engage.append(tenant, conversation, [{ kind: ENGAGE.read, payload }]);
      return null;
    });
  }
}
