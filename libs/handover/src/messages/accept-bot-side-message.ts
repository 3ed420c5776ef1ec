import { Injectable } from '@nestjs/common';
import type { ConversationId } from '#kernel';
import type { Tenant } from '#tenant-config';
import {
  type ConversationState,
  type GivenFile,
  type IdempotentRequest,
  type SessionAddress,
  UnknownConversation,
  type Utterance,
} from '#handover-rules';
import { contextDataOf } from './customer-profile.js';
import { Intake } from '../intake/intake.js';
import { MessageFiles } from './message-files.js';
import { eventOf } from '../intake/session-calls.js';

export interface BotSideMessage extends SessionAddress, Omit<Utterance, 'attachments'> {
  /** The platform's id of the message. */
  readonly messageId: string;
  readonly author: 'user' | 'bot';
  readonly attachments: readonly GivenFile[];
  readonly sentAt?: Date;
  /** Shown to the agent under the message. */
  readonly context?: Readonly<Record<string, unknown>>;
  /** A bot's message for the agent, not for the customer: sent also while the bot is muted. */
  readonly forAgent?: boolean;
  readonly request: IdempotentRequest;
}

export interface AcceptedMessage {
  readonly conversationId: ConversationId;
  readonly state: ConversationState;
  /** `agent`: the bot must stay silent. */
  readonly route: 'bot' | 'agent';
}

/** Accepts a message of the bot side. */
@Injectable()
export class AcceptBotSideMessage {
  constructor(
    private readonly intake: Intake,
    private readonly files: MessageFiles,
  ) {}

  /** @throws CustomerSpeaksInEngage, IdempotencyKeyReused, TenantIncomplete, FileRefused */
  run(tenant: Tenant, message: BotSideMessage): Promise<AcceptedMessage> {
    const { userId, messageId, author, text, content, reply, sentAt, context, forAgent = false } = message;
    return this.intake.take(tenant, {
      reference: { by: 'address', session: message },
      event: eventOf('message', message),
      offers: author === 'user',
      writes: message.attachments.length > 0,
      work: async (conversation, { decide }) => {
        if (!conversation) throw new UnknownConversation();
        const taken = await decide({
          type: 'bot-side-message',
          attachments: await this.files.keep(conversation, message.attachments),
          userId,
          messageId,
          author,
          text,
          sentAt,
          forAgent,
          ...(content && { content }),
          ...(reply && { reply }),
          ...contextDataOf(context),
        });
        return { conversationId: conversation.id, ...taken };
      },
    });
  }
}
