import {
  type ContentDto,
  MessageFileDto,
  HoldsFilesUpToLimit,
  IsFlatObject,
  IsIndexable,
  IsInstant,
  IsJsonUpTo,
  IsRichContent,
  toMessageFile,
  toRichContent,
} from '#bot-platforms';
import type { BotSideMessage, IdempotentRequest } from '#handover';
import { cleanJson, cleanText, type JsonObject, type JsonValue } from '#kernel';
import { ApiProperty } from '@nestjs/swagger';
import { InvalidInput } from '#web';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsIn,
  IsObject,
  IsOptional,
  IsString,
  Length,
  MaxLength,
  ValidateNested,
} from 'class-validator';
import { addressOf, UserSessionDto } from './session.dto.js';

/** For the API document, which requires a type. */
const ANY_JSON = [...['string', 'number', 'boolean', 'object'].map((type) => ({ type })), { type: 'array', items: {} }];

/** A message of the customer or of the bot. */
export class BotMessageDto extends UserSessionDto {
  /**
   * Your id of the message. The same id again in the session is the same message and has no second effect.
   * @example "m-0001"
   */
  @IsString()
  @Length(1, 256)
  @IsIndexable()
  readonly messageId!: string;

  /**
   * Author of the message.
   * @example "user"
   */
  @IsIn(['user', 'bot'])
  readonly author!: 'user' | 'bot';

  /**
   * Plain text of the message. Optional if there are files or a content.
   * @example "My invoice looks wrong."
   */
  @IsOptional()
  @IsString()
  @MaxLength(100_000)
  readonly text?: string;

  /** Files, by address or as content; contents together at most 1 MB. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(20)
  @HoldsFilesUpToLimit()
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => MessageFileDto)
  readonly attachments?: MessageFileDto[];

  /** What the message offers in addition to its text and files: choices, buttons, cards, a link or a place. */
  @IsOptional()
  @IsRichContent()
  readonly content?: ContentDto;

  /**
   * For messages of the customer: the payload of the pressed button or quick reply; not shown to agents. Sufficient alone if
   * it answers an agent's message. Any JSON of at most 16 KB.
   * @example "show-invoice"
   */
  @ApiProperty({ oneOf: ANY_JSON })
  @IsOptional()
  @IsJsonUpTo(16)
  readonly payload?: JsonValue;

  /**
   * Time of the message; default: now.
   * @example "2026-03-02T09:14:50Z"
   */
  @IsOptional()
  @IsInstant()
  readonly sentAt?: string;

  /**
   * What the agent should know in addition to the message: text, numbers and booleans by name.
   * @example { "page": "/invoices", "intent": "billing" }
   */
  @IsOptional()
  @IsFlatObject(16)
  readonly context?: JsonObject;
}

/** Result of the report. */
export class AcceptedMessageDto {
  /**
   * Our id of the conversation.
   * @example "0b0c2a44-5a0e-4c8e-9d43-6f1f0a3c1d11"
   */
  readonly conversationId!: string;

  /**
   * Who answers the customer: the bot (`bot`), no one yet (`queue`), or an agent (`active`).
   * @example "bot"
   */
  readonly state!: 'bot' | 'queue' | 'active';

  /**
   * `agent`: your bot must stay silent. `bot`: your bot answers.
   * @example "bot"
   */
  readonly route!: 'bot' | 'agent';
}

/**
 * The message in the form that the use case accepts.
 *
 * @param request the call, whose key is the message's own id here
 * @throws InvalidInput for a message without anything in it: it would be acknowledged and reach no one
 */
export function toBotSideMessage(dto: BotMessageDto, request: IdempotentRequest): BotSideMessage {
  if (isEmpty(dto))
    throw new InvalidInput([{ pointer: '/text', detail: 'send text, attachments, content or payload' }]);
  const { messageId } = dto;
  const content = dto.content && toRichContent(dto.content);
  return {
    ...addressOf(dto),
    messageId,
    author: dto.author,
    text: cleanText(dto.text ?? ''),
    attachments: (dto.attachments ?? []).map(toMessageFile),
    ...(content && { content }),
    ...replyOf(dto),
    ...(dto.sentAt && { sentAt: new Date(dto.sentAt) }),
    ...(dto.context && { context: cleanJson(dto.context) }),
    request: { ...request, key: messageId },
  };
}

function isEmpty({ text, attachments, content, payload }: BotMessageDto): boolean {
  return !text && !attachments?.length && !content && (payload ?? undefined) === undefined;
}

/** Only customers press buttons. */
function replyOf({ author, payload }: BotMessageDto): Pick<BotSideMessage, 'reply'> {
  return author === 'user' && payload !== undefined && payload !== null
    ? { reply: { payload: cleanJson(payload) } }
    : {};
}
