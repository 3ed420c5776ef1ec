import { ApiHideProperty } from '@nestjs/swagger';
import { AttachmentDto, IsFlatObject, IsIndexable, IsInstant, IsJsonUpTo, Refused, toAttachment } from '#bot-platforms';
import type { BotSideMessage, IdempotentRequest } from '#handover';
import { cleanJson, cleanText, type JsonObject, type JsonValue } from '#kernel';
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

/** What the customer or the bot said. */
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
   * Who said it.
   * @example "user"
   */
  @IsIn(['user', 'bot'])
  readonly author!: 'user' | 'bot';

  /**
   * What was said, as plain text.
   * @example "My invoice looks wrong."
   */
  @IsOptional()
  @IsString()
  @MaxLength(100_000)
  readonly text?: string;

  /** Files, by their addresses. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(20)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => AttachmentDto)
  readonly attachments?: AttachmentDto[];

  @ApiHideProperty()
  @Refused('cannot be given: rich content is not supported yet, send text')
  readonly content?: unknown;

  /**
   * What a button or quick reply carried; kept with the message's text, not shown to agents.
   * @example { "intent": "invoice" }
   */
  @IsOptional()
  @IsJsonUpTo(16)
  readonly payload?: JsonValue;

  /**
   * When it was said; now, if left out.
   * @example "2026-03-02T09:14:50Z"
   */
  @IsOptional()
  @IsInstant()
  readonly sentAt?: string;

  /**
   * What the agent should know beside the message: text, numbers and booleans by name.
   * @example { "page": "/invoices", "intent": "billing" }
   */
  @IsOptional()
  @IsFlatObject(16)
  readonly context?: JsonObject;
}

/** What became of the message. */
export class AcceptedMessageDto {
  /**
   * Our id of the conversation.
   * @example "0b0c2a44-5a0e-4c8e-9d43-6f1f0a3c1d11"
   */
  readonly conversationId!: string;

  /**
   * Who holds the conversation: the bot, nobody yet (`queue`), or an agent (`active`).
   * @example "bot"
   */
  readonly state!: 'bot' | 'queue' | 'active';

  /**
   * `agent` tells your bot to stay silent.
   * @example "bot"
   */
  readonly route!: 'bot' | 'agent';
}

/** The message as the handover knows it. @param request the call, whose key is the message's own id here */
export function toBotSideMessage(dto: BotMessageDto, request: IdempotentRequest): BotSideMessage {
  const messageId = cleanText(dto.messageId);
  const text = cleanText(dto.text ?? '');
  const attachments = (dto.attachments ?? []).map(toAttachment);
  const speaks = text.trim() !== '' || attachments.length > 0; // a bare payload is no message that Engage could show
  return {
    ...addressOf(dto),
    messageId,
    author: dto.author,
    text,
    attachments,
    ...(speaks && dto.payload !== undefined && { reply: { payload: cleanJson(dto.payload) } }),
    ...(dto.sentAt && { sentAt: new Date(dto.sentAt) }),
    ...(dto.context && { context: cleanJson(dto.context) }),
    request: { ...request, key: messageId },
  };
}
