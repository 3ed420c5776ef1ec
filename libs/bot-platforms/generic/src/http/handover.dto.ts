import {
  HandoverOptionsDto,
  IsEngageId,
  IsFlatObject,
  IsIndexable,
  toHandoverOptions,
  toTranscriptTurn,
  TranscriptItemDto,
} from '#bot-platforms';
import type { IdempotentRequest, StartHandoverCommand } from '#handover';
import { cleanJson, cleanText, type JsonObject } from '#kernel';
import { IsJsonObjectUpTo } from '#web';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsInt,
  IsObject,
  IsOptional,
  IsString,
  Length,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';
import { addressOf, SessionDto, UserSessionDto } from './session.dto.js';

/** Requests an agent. */
export class StartHandoverDto extends UserSessionDto {
  /**
   * The profile of the customer. Members with names of Engage user fields (`firstname`, `email`, …) become user fields; all others are
   * shown as context. The tenant's profile mapping can change this.
   * @example { "firstname": "Ada", "lastname": "Okafor", "email": "ada.okafor@example.org", "customer": { "tier": "gold" } }
   */
  @IsOptional()
  @IsJsonObjectUpTo(64)
  readonly profile?: JsonObject;

  /** Messages so far, oldest first. Omitted: the agent gets the messages that you have reported. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(1000)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => TranscriptItemDto)
  readonly transcript?: TranscriptItemDto[];

  /**
   * Why an agent is needed; the agent reads it.
   * @example "The customer disputes an invoice"
   */
  @IsOptional()
  @IsString()
  @Length(0, 1000)
  readonly reason?: string;

  /**
   * Short summary for the agent.
   * @example "Invoice 4711 shows a fee that the contract does not have. The bot explained the fee twice."
   */
  @IsOptional()
  @IsString()
  @Length(0, 10_000)
  readonly summary?: string;

  /**
   * What else the agent should see: text, numbers and booleans by name. `language` (a BCP 47 tag) chooses the tenant's texts for the customer.
   * @example { "page": "/invoices/4711", "intent": "billing", "authenticated": true }
   */
  @IsOptional()
  @IsFlatObject(16)
  readonly context?: JsonObject;

  /**
   * Engage ids of categories to add to the tenant's agent category.
   * @example ["64b1f0a2c9e77d0008a1b013"]
   */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(20)
  @IsEngageId({ each: true })
  readonly categoryIds?: string[];

  /** Settings of the tenant that this handover overrides. */
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => HandoverOptionsDto)
  readonly options?: HandoverOptionsDto;
}

/** The running handover. */
export class StartedHandoverDto {
  /**
   * Our id of the handover; every `handover.status` event carries it.
   * @example "5f6d1c1e-2f0b-4b6e-8a54-8f8f6f0f7a10"
   */
  readonly handoverId!: string;

  /**
   * Our id of the conversation.
   * @example "0b0c2a44-5a0e-4c8e-9d43-6f1f0a3c1d11"
   */
  readonly conversationId!: string;

  /**
   * The customer waits for an agent.
   * @example "queue"
   */
  readonly status!: 'queue';
}

/** The conversation that the call is about. `userId` and `channel` of the start may be repeated. */
export class HandoverReferenceDto extends SessionDto {
  /**
   * The customer, as in the start. Optional: the session identifies the customer.
   * @example "customer-4821"
   */
  @IsOptional()
  @IsString()
  @Length(1, 256)
  @IsIndexable()
  readonly userId?: string;

  /**
   * Channel on which the customer talks to your bot. Optional.
   * @example "webchat"
   */
  @IsOptional()
  @IsString()
  @Length(0, 100)
  readonly channel?: string;
}

/** Restarts the inactivity timer. */
export class InactivityDto extends HandoverReferenceDto {
  /**
   * Minutes without a message from the customer.
   * @example 5
   */
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(1440)
  readonly minutes?: number;
}

export function toStartHandover(dto: StartHandoverDto, request: IdempotentRequest): StartHandoverCommand {
  return {
    ...addressOf(dto),
    ...(dto.profile && { profile: cleanJson(dto.profile) }),
    ...(dto.transcript && { transcript: dto.transcript.map(toTranscriptTurn) }),
    ...(dto.reason && { reason: cleanText(dto.reason) }),
    ...(dto.summary && { summary: cleanText(dto.summary) }),
    ...(dto.context && { context: cleanJson(dto.context) }),
    categoryIds: dto.categoryIds ?? [],
    options: toHandoverOptions(dto.options),
    request,
  };
}
