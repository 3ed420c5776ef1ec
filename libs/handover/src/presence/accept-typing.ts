import { Injectable } from '@nestjs/common';
import type { SessionId } from '#kernel';
import type { Tenant } from '#tenant-config';
import type { IdempotentRequest } from '../domain/bot-request.js';
import { UnknownConversation } from '../domain/handover.errors.js';
import { ConversationStore } from '../ports/conversation-store.js';
import { ENGAGE, type TypingPayload } from '../domain/machine/engage-items.js';
import { EngageOutbox } from '../engage-outbound/engage-outbox.js';
import { OncePerRequest } from '../intake/once-per-request.js';

/** Engage takes one `typing.start` per thread in this time; a `typing.stop` resets it (Send API, "Typing"). */
const MIN_GAP_MS = 2_000;

export interface CustomerTyping {
  readonly sessionId: SessionId;
  readonly type: 'typing_started' | 'typing_stopped';
  /** What the customer has typed so far; agents see it only where the tenant wants that. */
  readonly preview?: string | undefined;
  readonly request: IdempotentRequest;
}

/** Shows the agents that the customer types, while a handover runs; a channel that Engage owns shows it by itself. */
@Injectable()
export class AcceptTyping {
  constructor(
    private readonly once: OncePerRequest,
    private readonly conversations: ConversationStore,
    private readonly engage: EngageOutbox,
  ) {}

  /** @throws UnknownConversation, IdempotencyKeyReused */
  async run(tenant: Tenant, { type, preview, ...call }: CustomerTyping): Promise<void> {
    await this.once.run(tenant, { type, ...call }, async () => {
      const conversation = await this.conversations.lockBySession(tenant.id, call.sessionId);
      if (!conversation) throw new UnknownConversation();
      if (conversation.state === 'bot' || conversation.nativeChannel) return null;
      const typing = type === 'typing_started';
      const isNews = typing
        ? await this.conversations.typingStarted(conversation, MIN_GAP_MS)
        : await this.conversations.typingEnded(conversation);
      if (!isNews) return null;
      const payload: TypingPayload = {
        typing,
        threadForeignId: conversation.threadForeignId,
        ...(typing && preview !== undefined && tenant.handover.typingPreview && { preview }),
      };
      await this.engage.append(tenant, conversation, [{ kind: ENGAGE.typing, payload }]);
      return null;
    });
  }
}
