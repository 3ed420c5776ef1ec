import { Injectable } from '@nestjs/common';
import type { SessionId } from '#kernel';
import type { Tenant } from '#tenant-config';
import type { IdempotentRequest } from '../domain/bot-request.js';
import { UnknownConversation } from '../domain/handover.errors.js';
import { ConversationStore } from '../ports/conversation-store.js';
import { DecideFact } from '../intake/decide-fact.js';
import { OncePerRequest } from '../intake/once-per-request.js';

export interface Presence {
  readonly sessionId: SessionId;
  readonly type: 'user_connected' | 'user_disconnected';
  readonly request: IdempotentRequest;
}

/** Takes the news that the customer joined or left. */
@Injectable()
export class AcceptPresence {
  constructor(
    private readonly once: OncePerRequest,
    private readonly conversations: ConversationStore,
    private readonly decide: DecideFact,
  ) {}

  /** @throws UnknownConversation, IdempotencyKeyReused */
  async run(tenant: Tenant, presence: Presence): Promise<void> {
    await this.once.run(tenant, presence, async () => {
      const conversation = await this.conversations.lockBySession(tenant.id, presence.sessionId);
      if (!conversation) throw new UnknownConversation();
      await this.decide.run(tenant, conversation, { type: 'presence', is: presence.type });
      return null;
    });
  }
}
