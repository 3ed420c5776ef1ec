import { Injectable } from '@nestjs/common';
import type { ConversationId } from '#kernel';
import type { Tenant } from '#tenant-config';
import type { IdempotentRequest, SessionAddress } from '../domain/bot-request.js';
import {
  type Conversation,
  type ConversationState,
  type MessageRoute,
  routeMessage,
  routeReply,
} from '../domain/conversation.js';
import { CustomerSpeaksInEngage } from '../domain/handover.errors.js';
import { ConversationStore } from '../ports/conversation-store.js';
import type { Forwarding } from '../ports/message-journal.js';
import { EngageOutbox } from './engage-outbox.js';
import { HandoverTimers } from './handover-timers.js';
import { OncePerRequest } from './once-per-request.js';
import { type GivenMessage, PassOnMessage } from './pass-on-message.js';

export interface BotSideMessage extends SessionAddress, GivenMessage {
  /** A bot's words to the agent, not to the customer: sent also while the bot is muted. */
  readonly forAgent?: boolean;
  readonly request: IdempotentRequest;
}

export interface AcceptedMessage {
  readonly conversationId: ConversationId;
  readonly state: ConversationState;
  /** `agent` tells the bot to stay silent. */
  readonly route: 'bot' | 'agent';
}

const FORWARDING: Record<ReturnType<typeof routeMessage>['towardsEngage'], Forwarding> = {
  send: 'sent',
  keep: 'unsent',
  mute: 'muted',
};

/** Takes a message of the bot side: into the lane to Engage, or only into the journal. */
@Injectable()
export class AcceptBotSideMessage {
  constructor(
    private readonly once: OncePerRequest,
    private readonly conversations: ConversationStore,
    private readonly passOn: PassOnMessage,
    private readonly engage: EngageOutbox,
    private readonly timers: HandoverTimers,
  ) {}

  /** @throws SessionOfAnotherUser, CustomerSpeaksInEngage, IdempotencyKeyReused, TenantIncomplete, FileRefused */
  run(tenant: Tenant, message: BotSideMessage): Promise<AcceptedMessage> {
    return this.once.run(tenant, { type: 'message', ...message }, async () => {
      const conversation = await this.conversations.lockOrCreate(tenant.id, message);
      const { route, towardsEngage } = routeOf(tenant, conversation, message);
      if (towardsEngage === 'send') this.engage.mustBeReachable(tenant, conversation);
      await this.passOn.run(tenant, conversation, message, FORWARDING[towardsEngage]);
      if (message.author === 'user' && route === 'agent') await this.timers.restart(conversation);
      return { conversationId: conversation.id, state: conversation.state, route };
    });
  }
}

/** @throws CustomerSpeaksInEngage */
function routeOf(tenant: Tenant, { engageChannel, state }: Conversation, message: BotSideMessage): MessageRoute {
  if (!engageChannel) return routeMessage(state, message, tenant.handover.forwardOnlyHandover);
  if (message.author === 'user') throw new CustomerSpeaksInEngage();
  return routeReply(state, message);
}
