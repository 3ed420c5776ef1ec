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
import type { GivenFile, Utterance } from '../domain/message.js';
import { ConversationStore } from '../ports/conversation-store.js';
import type { Forwarding } from '../ports/message-journal.js';
import { contextDataOf } from './customer-profile.js';
import { EngageOutbox } from './engage-outbox.js';
import { GivenFiles } from './given-files.js';
import { HandoverTimers } from './handover-timers.js';
import { Journalling } from './journalling.js';
import { OncePerRequest } from './once-per-request.js';

export interface BotSideMessage extends SessionAddress, Omit<Utterance, 'attachments'> {
  /** The platform's id of the message. */
  readonly messageId: string;
  readonly author: 'user' | 'bot';
  readonly attachments: readonly GivenFile[];
  /** A bot's words to the agent, not to the customer: sent also while the bot is muted. */
  readonly forAgent?: boolean;
  readonly sentAt?: Date;
  /** Shown to the agent under the message. */
  readonly context?: Readonly<Record<string, unknown>>;
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
    private readonly files: GivenFiles,
    private readonly journalling: Journalling,
    private readonly engage: EngageOutbox,
    private readonly timers: HandoverTimers,
  ) {}

  /** @throws SessionOfAnotherUser, CustomerSpeaksInEngage, IdempotencyKeyReused, TenantIncomplete, FileRefused */
  run(tenant: Tenant, message: BotSideMessage): Promise<AcceptedMessage> {
    return this.once.run(tenant, { type: 'message', ...message }, async () => {
      const conversation = await this.conversations.lockOrCreate(tenant.id, message);
      const { route, towardsEngage } = routeOf(tenant, conversation, message);
      if (towardsEngage === 'send') this.engage.mustBeReachable(tenant, conversation);
      if (says(message)) {
        const { author, text, content, reply, messageId, sentAt } = message;
        const entry = await this.journalling.write(conversation, {
          author,
          text,
          attachments: await this.files.keep(conversation, message.attachments),
          messageId,
          forwarding: FORWARDING[towardsEngage],
          ...(content && { content }),
          ...(reply && { reply }),
          ...(sentAt && { sentAt }),
        });
        if (towardsEngage === 'send')
          await this.engage.send(tenant, conversation, entry, contextDataOf(message.context));
      }
      if (message.author === 'user' && route === 'agent') await this.timers.restart(conversation);
      return { conversationId: conversation.id, state: conversation.state, route };
    });
  }
}

function says({ text, attachments, content }: BotSideMessage): boolean {
  return text.trim() !== '' || attachments.length > 0 || content !== undefined;
}

/** @throws CustomerSpeaksInEngage */
function routeOf(tenant: Tenant, { engageChannel, state }: Conversation, message: BotSideMessage): MessageRoute {
  if (!engageChannel) return routeMessage(state, message, tenant.handover.forwardOnlyHandover);
  if (message.author === 'user') throw new CustomerSpeaksInEngage();
  return routeReply(state, message);
}
