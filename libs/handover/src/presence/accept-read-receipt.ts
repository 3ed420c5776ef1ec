import { Injectable } from '@nestjs/common';
import type { ForeignId } from '#kernel';
import type { Tenant } from '#tenant-config';
import { UnknownConversation, UnknownMessage } from '#handover-rules';
import { type SessionCall, SessionCalls } from '../intake/session-calls.js';
import { MessageJournal } from '../ports/message-journal.js';

export interface ReadReceipt extends SessionCall {
  /** Our id of the agent's message, as the bot received it. */
  readonly messageId: ForeignId;
}

/** Accepts the call that the customer has read an agent's message. */
@Injectable()
export class AcceptReadReceipt {
  constructor(
    private readonly calls: SessionCalls,
    private readonly journal: MessageJournal,
  ) {}

  /** @throws UnknownConversation, UnknownMessage, IdempotencyKeyReused */
  run(tenant: Tenant, { messageId, ...call }: ReadReceipt): Promise<void> {
    return this.calls.run(
      tenant,
      { type: 'message_read', ...call },
      UnknownConversation,
      async ({ decide }, { id }) => {
        const entry = await this.journal.findByForeignId(tenant.id, messageId);
        if (entry?.conversationId === id && entry.author === 'system') return; // a text of the tenant
        if (entry?.conversationId !== id || entry.author !== 'agent') throw new UnknownMessage();
        await decide({ type: 'message-read', messageId });
      },
    );
  }
}
