import { Injectable } from '@nestjs/common';
import type { SessionId } from '#kernel';
import type { Tenant } from '#tenant-config';
import type { IdempotentRequest } from '../domain/bot-request.js';
import { UnknownConversation } from '../domain/handover.errors.js';
import { ConversationStore } from '../ports/conversation-store.js';
import { HandoverStore } from '../ports/handover-store.js';
import { EngageOutbox } from './engage-outbox.js';
import { Journalling } from './journalling.js';
import { OncePerRequest } from './once-per-request.js';

export interface Presence {
  readonly sessionId: SessionId;
  readonly type: 'user_connected' | 'user_disconnected';
  readonly request: IdempotentRequest;
}

/** The setting that allows it, and the one that says what the agent reads. */
const SETTINGS = {
  user_connected: { wanted: 'userConnectsMessage', words: 'userConnectsText' },
  user_disconnected: { wanted: 'userDisconnectsMessage', words: 'userDisconnectsText' },
} as const;

/** Tells the agent that the customer joined or left, while a handover runs. Where Engage owns the channel it knows itself. */
@Injectable()
export class AcceptPresence {
  constructor(
    private readonly once: OncePerRequest,
    private readonly conversations: ConversationStore,
    private readonly handovers: HandoverStore,
    private readonly journalling: Journalling,
    private readonly engage: EngageOutbox,
  ) {}

  /** @throws UnknownConversation, IdempotencyKeyReused */
  async run(tenant: Tenant, presence: Presence): Promise<void> {
    await this.once.run(tenant, presence, async () => {
      const conversation = await this.conversations.lockBySession(tenant.id, presence.sessionId);
      if (!conversation) throw new UnknownConversation();
      const handover = await this.handovers.running(tenant.id, conversation.id);
      if (!handover || conversation.engageChannel) return null;
      const { wanted, words } = SETTINGS[presence.type];
      const settings = { ...tenant.handover, ...handover.options };
      if (!settings[wanted]) return null;
      const entry = await this.journalling.write(conversation, {
        author: 'system',
        text: settings[words],
        attachments: [],
        forwarding: 'sent',
      });
      await this.engage.send(tenant, conversation, entry);
      return null;
    });
  }
}
