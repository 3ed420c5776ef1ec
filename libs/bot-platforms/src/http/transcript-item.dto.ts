import type { Author, StartHandoverCommand } from '#handover';
import { cleanText } from '#kernel';
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
import { AttachmentDto, toAttachment } from './attachment.dto.js';
import { type ContentDto, IsRichContent, toRichContent } from './content/content.dto.js';
import { IsIndexable, IsInstant } from './input.decorators.js';

/** One message from before the handover. */
export class TranscriptItemDto {
  /**
   * Author of the message.
   * @example "user"
   */
  @IsIn(['user', 'bot', 'agent'])
  readonly author!: Author;

  /**
   * Your id of the message. Turns that are already stored are skipped by it.
   * @example "m-0001"
   */
  @IsOptional()
  @IsString()
  @Length(1, 256)
  @IsIndexable()
  readonly messageId?: string;

  /**
   * Plain text of the message.
   * @example "My invoice looks wrong."
   */
  @IsOptional()
  @IsString()
  @MaxLength(100_000)
  readonly text?: string;

  /**
   * Time of the message.
   * @example "2026-03-02T09:14:50Z"
   */
  @IsOptional()
  @IsInstant()
  readonly sentAt?: string;

  /** Files, by their addresses. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(20)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => AttachmentDto)
  readonly attachments?: AttachmentDto[];

  /** What it offered in addition to its text and files. */
  @IsOptional()
  @IsRichContent()
  readonly content?: ContentDto;
}

type TranscriptTurn = NonNullable<StartHandoverCommand['transcript']>[number];

export function toTranscriptTurn(dto: TranscriptItemDto): TranscriptTurn {
  const { author, messageId, text, sentAt, attachments } = dto;
  const content = dto.content && toRichContent(dto.content);
  return {
    author,
    text: cleanText(text ?? ''),
    attachments: (attachments ?? []).map(toAttachment),
    ...(content && { content }),
    ...(messageId && { messageId }),
    ...(sentAt && { sentAt: new Date(sentAt) }),
  };
}
