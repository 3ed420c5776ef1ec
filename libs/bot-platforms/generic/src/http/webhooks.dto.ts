import type { Type } from '@nestjs/common';
import { ApiProperty, ApiSchema, PickType } from '@nestjs/swagger';
import {
  AgentMessageDataDto,
  AgentTypingDataDto,
  HandoverStatusDataDto,
  UserMessageDataDto,
} from './webhook-data.dto.js';

/** What every event has. */
export class BotEventDto {
  /**
   * Id of the event, also in the header `webhook-id`. A repeat of the event has the same id: ignore it.
   * @example "0d9d1f6e-8f1b-4d39-9a53-9a4f7b6f3c10"
   */
  readonly id!: string;

  /**
   * Slug of the tenant.
   * @example "acme"
   */
  readonly tenant!: string;

  /**
   * Your id of the conversation; on sources that Engage serves itself, ours.
   * @example "chat-7f3a2c"
   */
  readonly sessionId!: string;

  /**
   * Your id of the customer.
   * @example "customer-4821"
   */
  readonly userId!: string;

  /**
   * Our id of the conversation.
   * @example "0b0c2a44-5a0e-4c8e-9d43-6f1f0a3c1d11"
   */
  readonly conversationId!: string;

  /**
   * When it happened.
   * @example "2026-03-02T09:15:00.000Z"
   */
  readonly occurredAt!: string;

  /**
   * Grows by one with every event of the conversation.
   * @example 4
   */
  readonly sequence!: number;
}

/** A test event of the connection checks. */
class PingEventDto extends PickType(BotEventDto, ['id', 'tenant', 'occurredAt']) {
  @ApiProperty({ enum: ['ping'], example: 'ping', description: 'Kind of the event.' })
  readonly type!: 'ping';

  @ApiProperty({ type: Object, example: {}, description: 'Empty.' })
  readonly data!: object;
}

/** One class for each type of event: the type, and its data. */
function eventOf<Data extends object>(
  type: string,
  name: string,
  data: Type<Data>,
): Type<BotEventDto & { data: Data }> {
  class Event extends BotEventDto {
    readonly type!: string;
    readonly data!: Data;
  }
  ApiProperty({ enum: [type], example: type, description: 'Kind of the event.' })(Event.prototype, 'type');
  ApiProperty({ type: data, description: 'Data of the event.' })(Event.prototype, 'data');
  ApiSchema({ description: `The event \`${type}\`.` })(Event);
  Object.defineProperty(Event, 'name', { value: name });
  return Event;
}

/** What a generic bot receives at its callback URL, by type; each has a description, and the class of its body. */
export const GENERIC_WEBHOOKS = [
  {
    name: 'agent.message',
    operationId: 'onAgentMessage',
    summary: 'An agent wrote to the customer',
    description:
      'Show it to the customer. It can arrive in any state: a goodbye often comes after the end of the handover.',
    body: eventOf('agent.message', 'AgentMessageEventDto', AgentMessageDataDto),
  },
  {
    name: 'agent.typing',
    operationId: 'onAgentTyping',
    summary: 'An agent started or stopped typing',
    description: 'Sent once. It is not repeated if your bot does not accept it.',
    body: eventOf('agent.typing', 'AgentTypingEventDto', AgentTypingDataDto),
  },
  {
    name: 'handover.status',
    operationId: 'onHandoverStatus',
    summary: 'A handover made progress or ended',
    description: 'After the status `completed`, `cancelled` or `error` your bot answers the customer again.',
    body: eventOf('handover.status', 'HandoverStatusEventDto', HandoverStatusDataDto),
  },
  {
    name: 'ping',
    operationId: 'onPing',
    summary: 'A connection check tests your bot',
    description:
      'Once signed with `bot.callbackSecret`, and once with a wrong secret. Answer 2xx to the first and 401 to the second.',
    body: PingEventDto,
  },
  {
    name: 'user.message',
    operationId: 'onUserMessage',
    summary: 'A customer wrote on a source that Engage serves itself',
    description: 'Only for tenants with `engage.nativeSourceIds`. Answer with `POST /v1/messages`.',
    body: eventOf('user.message', 'UserMessageEventDto', UserMessageDataDto),
  },
];
