import { Injectable } from '@nestjs/common';
import type { ConversationId } from '#kernel';
import type { Tenant } from '#tenant-config';
import type { IdempotentRequest, SessionAddress } from '../domain/bot-request.js';
import type { Utterance } from '../domain/message.js';

export interface BotSideMessage extends SessionAddress, Utterance {
  /** The platform's id of the message. */
  readonly messageId: string;
  readonly author: 'user' | 'bot';
  readonly sentAt?: Date;
  readonly context?: Readonly<Record<string, unknown>>;
  readonly request: IdempotentRequest;
}

export interface AcceptedMessage {
  readonly conversationId: ConversationId;
  readonly state: 'bot' | 'queue' | 'active';
  /** `agent` tells the bot to stay silent. */
  readonly route: 'bot' | 'agent';
}

@Injectable()
export class AcceptBotSideMessage {
  /** @throws SessionOfAnotherUser, IdempotencyKeyReused */
  async run(_tenant: Tenant, _message: BotSideMessage): Promise<AcceptedMessage> {
    throw new Error('not built');
  }
}
