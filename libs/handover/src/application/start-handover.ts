import { Injectable } from '@nestjs/common';
import { type ConversationId, type HandoverId } from '#kernel';
import type { Tenant } from '#tenant-config';
import { ConversationStore } from '../ports/conversation-store.js';
import { HandoverStore } from '../ports/handover-store.js';
import { OncePerRequest } from './once-per-request.js';
import { BeginHandover } from './begin-handover.js';
import type { StartHandoverCommand } from '../domain/start-handover-command.js';

export interface StartedHandover {
  readonly handoverId: HandoverId;
  readonly conversationId: ConversationId;
  readonly status: 'queue';
  /** False when a handover was running already. */
  readonly created: boolean;
}

/** Takes a conversation from the bot and lets its lane bring it to the agents, with history and profile. */
@Injectable()
export class StartHandover {
  constructor(
    private readonly once: OncePerRequest,
    private readonly conversations: ConversationStore,
    private readonly begin: BeginHandover,
    private readonly handovers: HandoverStore,
  ) {}

  /** @throws HandoverDisabled, HandoverUnavailable, TenantIncomplete, SessionOfAnotherUser, IdempotencyKeyReused */
  run(tenant: Tenant, command: StartHandoverCommand): Promise<StartedHandover> {
    return this.once.run(tenant, { type: 'handover', ...command }, async () => {
      const conversation = await this.conversations.lockOrCreate(tenant.id, command);
      const running = await this.handovers.running(tenant.id, conversation.id);
      const handover = running ?? (await this.begin.run(tenant, conversation, command));
      return { handoverId: handover.id, conversationId: conversation.id, status: 'queue', created: !running };
    });
  }
}
