import { Injectable } from '@nestjs/common';
import type { SessionId } from '#kernel';
import type { Tenant } from '#tenant-config';
import type { IdempotentRequest } from '../domain/bot-request.js';
import { NoRunningHandover } from '../domain/handover.errors.js';
import { ConversationStore } from '../ports/conversation-store.js';
import { HandoverStore } from '../ports/handover-store.js';
import { OncePerRequest } from './once-per-request.js';
import { RunningHandover } from './running-handover.js';

export interface EndHandoverCommand {
  readonly sessionId: SessionId;
  /** `cancel`: the customer gave up (`cancelled`). `close`: the bot side is done (`completed`). */
  readonly how: 'cancel' | 'close';
  readonly request: IdempotentRequest;
  /** The caller tells the bot itself, in its answer: no event is sent. */
  readonly announced?: boolean;
}

/** Ends a handover from the bot side, and Engage's side of it unless the tenant wants that left open. */
@Injectable()
export class EndHandover {
  constructor(
    private readonly once: OncePerRequest,
    private readonly conversations: ConversationStore,
    private readonly handovers: HandoverStore,
    private readonly running: RunningHandover,
  ) {}

  /** @throws NoRunningHandover, IdempotencyKeyReused */
  async run(tenant: Tenant, command: EndHandoverCommand): Promise<void> {
    await this.once.run(tenant, { type: command.how, ...command }, async () => {
      const conversation = await this.conversations.lockBySession(tenant.id, command.sessionId);
      const handover = conversation && (await this.handovers.running(tenant.id, conversation.id));
      if (!conversation || !handover) throw new NoRunningHandover();
      await this.running.end(tenant, conversation, handover, command.how === 'cancel' ? 'bot-cancel' : 'bot-close', {
        announced: command.announced ?? false,
      });
      return null;
    });
  }
}
