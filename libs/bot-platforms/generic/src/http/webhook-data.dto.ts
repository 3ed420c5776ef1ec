import { AttachmentDto, type ContentDto, HandoverProblemDto, IsRichContent } from '#bot-platforms';
import type { BotEvent, HandoverStatus } from '#handover';
import type { JsonValue } from '#kernel';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';

type DataOf<Type extends BotEvent['type']> = Extract<BotEvent, { type: Type }>['data'];

const ANY_JSON = [
  { type: 'string' },
  { type: 'number' },
  { type: 'boolean' },
  { type: 'object' },
  { type: 'array', items: {} },
];

/** What an agent wrote. */
export class AgentMessageDataDto implements Omit<DataOf<'agent.message'>, 'content'> {
  /**
   * Our id of the message, for `message_read`.
   * @example "7d0d8b7e-07a5-4f0f-8b4a-3b1b8f6f2c55"
   */
  readonly messageId!: string;

  /**
   * The text; empty if the message has only files or choices.
   * @example "Mara here, how can I help?"
   */
  readonly text!: string;

  /** The files, by public addresses: anyone who has the address can read the file. */
  @ApiProperty({ type: [AttachmentDto] })
  readonly attachments!: AttachmentDto[];

  /** What the message offers in addition to its text and files. */
  @IsRichContent()
  @ApiPropertyOptional()
  readonly content?: ContentDto;

  /**
   * Name of the agent; null if Engage does not send it, and for texts of the tenant.
   * @example "Mara from Acme"
   */
  readonly agentName!: string | null;

  /**
   * When it was written.
   * @example "2026-03-02T09:15:00.000Z"
   */
  readonly sentAt!: string;
}

/** Whether an agent is typing. */
export class AgentTypingDataDto implements DataOf<'agent.typing'> {
  /**
   * `true`: the agent is typing; `false`: the agent has stopped.
   * @example true
   */
  readonly typing!: boolean;
}

/** What a customer wrote on a source that Engage serves itself. */
export class UserMessageDataDto implements DataOf<'user.message'> {
  /**
   * Our id of the message.
   * @example "1b4e28ba-2fa1-4d1f-883f-0016d3cca427"
   */
  readonly messageId!: string;

  /**
   * The text; empty if the message has only files.
   * @example "My parcel is late"
   */
  readonly text!: string;

  /**
   * Engage's id of the source, e.g. of a WhatsApp number.
   * @example "65a1c0de0000000000000011"
   */
  readonly sourceId!: string;

  /**
   * `true`: the message is private, and your bot's answer will be private, too.
   * @example true
   */
  readonly private!: boolean;

  /** The customer's files, by their addresses. */
  @ApiProperty({ type: [AttachmentDto] })
  readonly attachments!: AttachmentDto[];

  /**
   * The message has files, even if they could not be read.
   * @example false
   */
  readonly hasAttachment!: boolean;

  /**
   * The payload of the choice that the customer selected in an earlier message of your bot.
   * @example "show-invoice"
   */
  @ApiPropertyOptional({ oneOf: ANY_JSON })
  readonly payload?: JsonValue;

  /**
   * When it was written.
   * @example "2026-03-02T09:15:00.000Z"
   */
  readonly sentAt!: string;
}

/** Progress of a handover. */
export class HandoverStatusDataDto implements Omit<DataOf<'handover.status'>, 'handoverId'> {
  /**
   * Our id of the handover, as in the answer to its start.
   * @example "5f6d1c1e-2f0b-4b6e-8a54-8f8f6f0f7a10"
   */
  readonly handoverId!: string;

  /**
   * `queue` and `active` run; after `completed`, `cancelled` and `error` the bot answers again.
   * @example "queue"
   */
  readonly status!: HandoverStatus;

  /**
   * What happened.
   * @example "queueUpdate"
   */
  @ApiProperty({
    enum: [
      'accepted',
      'queueUpdate',
      'agentJoined',
      'active',
      'inactivity',
      'agentTransferred',
      'completed',
      'cancelled',
      'error',
    ],
  })
  readonly event!: DataOf<'handover.status'>['event'];

  /**
   * Position in the queue.
   * @example 3
   */
  readonly position?: number;

  /**
   * Expected wait in milliseconds.
   * @example 95000
   */
  readonly estimatedWaitTime?: number;

  /**
   * Number of `inactivity` events since the customer's last message.
   * @example 1
   */
  readonly inactivityCount?: number;

  /** Why the handover failed, with status `error`. */
  readonly error?: HandoverProblemDto;
}
