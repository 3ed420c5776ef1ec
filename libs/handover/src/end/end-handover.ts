import { Injectable } from '@nestjs/common';
import type { SessionId } from '#kernel';
import type { Tenant } from '#tenant-config';
import type { IdempotentRequest } from '../domain/bot-request.js';
import { NoRunningHandover } from '../domain/handover.errors.js';
import { ConversationStore } from '../ports/conversation-store.js';
import { DecideFact } from '../intake/decide-fact.js';
import { OncePerRequest } from '../intake/once-per-request.js';

export interface EndHandoverCommand {
  readonly sessionId: SessionId;
  /** `cancel`: the customer no longer waits (`cancelled`). `close`: the bot side is done (`completed`). */
  readonly how: 'cancel' | 'close';
  readonly request: IdempotentRequest;
  /** The caller gives the bot the answer itself: no event is sent. */
  readonly announced?: boolean;
}

/** Ends a handover from the bot side, and Engage's side of it unless the tenant wants that left open. */
@Injectable()
export class EndHandover {
  constructor(
    private readonly once: OncePerRequest,
    private readonly conversations: ConversationStore,
    private readonly decide: DecideFact,
  ) {}

  /** @throws NoRunningHandover, IdempotencyKeyReused */
  async run(tenant: Tenant, command: EndHandoverCommand): Promise<void> {
    const { sessionId, how, announced = false } = command;
    await this.once.run(tenant, { type: how, ...command }, async () => {
      const conversation = await this.conversations.lockBySession(tenant.id, sessionId);
      if (!conversation) throw new NoRunningHandover();
      await this.decide.run(tenant, conversation, { type: 'bot-end', how, announced });
      return null;
    });
  }
}
