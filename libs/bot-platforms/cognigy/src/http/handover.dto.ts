import { HandoverOptionsDto, IsEngageId, IsFlatObject, toHandoverOptions } from '#bot-platforms';
import type { IdempotentRequest, StartHandoverCommand } from '#handover';
import { cleanJson, cleanText, type JsonObject, type JsonValue } from '#kernel';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsNumber,
  IsObject,
  IsOptional,
  IsString,
  Length,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import { turnsOf } from '../application/transcript.js';
import { sizeWarnings } from '../application/node-limit.js';
import { IsArrayOrJson, isCutList, IsObjectOrJson, jsonArray, jsonObject } from './cognigy-json.decorators.js';
import { callOf, CognigyCallDto, sessionOf } from './session.dto.js';

/** A language model may write the text: its length is no reason to refuse a handover. */
const FREE_TEXT = 100_000;
const MAX_REASON = 1000;
const MAX_SUMMARY = 10_000;

/** Settings of the tenant that this handover overrides. */
export class CognigyHandoverOptionsDto extends HandoverOptionsDto {
  /**
   * Notify the agent when the customer joins; the same as `userConnectsMessage`.
   * @example true
   */
  @IsOptional()
  @IsBoolean()
  readonly userConnects?: boolean;

  /**
   * Notify the agent when the customer leaves; the same as `userDisconnectsMessage`.
   * @example true
   */
  @IsOptional()
  @IsBoolean()
  readonly userDisconnects?: boolean;
}

/** Requests an agent, from an HTTP Request node. */
export class StartCognigyHandoverDto extends CognigyCallDto {
  /**
   * `{{input.language}}`: shown to the agent; the tenant's texts for the customer are sent in this language.
   * @example "en-GB"
   */
  @IsOptional()
  @IsString()
  @Length(0, 100)
  readonly language?: string;

  /**
   * The contact profile: `{"$cs":{"script":"profile","type":"object"}}`. An object, or the same as JSON text.
   * @example { "firstname": "Lena", "lastname": "Okafor", "email": "lena.okafor@example.org", "customer_tier": "gold" }
   */
  @IsOptional()
  @IsObjectOrJson(64)
  @ApiPropertyOptional({ oneOf: [{ type: 'object' }, { type: 'string' }] })
  readonly profile?: JsonObject | string;

  /**
   * What was said so far: `{"$cs":{"script":"input.transcript","type":"object"}}`. A list, or the same as JSON text; of text that was
   * cut off, the complete turns are used.
   * @example [{ "role": "user", "type": "input", "payload": { "text": "My parcel is late", "data": {} }, "id": "tr-1", "timestamp": 1777886990000 }]
   */
  @IsOptional()
  @IsArrayOrJson(512)
  @ApiPropertyOptional({ oneOf: [{ type: 'array', items: { type: 'object' } }, { type: 'string' }] })
  readonly transcript?: JsonValue[] | string;

  /**
   * Engage ids of categories to add to the tenant's agent category.
   * @example ["61f0c3a27aa58d0007b1e9a4"]
   */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(20)
  @IsEngageId({ each: true })
  readonly categoryIds?: string[];

  /**
   * Sent to the customer once Engage has accepted the conversation, with the `queue` event.
   * @example "One moment, I am finding a colleague."
   */
  @IsOptional()
  @IsString()
  @Length(0, 1000)
  readonly acceptedMessage?: string;

  /**
   * The payload of the quick reply with which the customer stops waiting.
   * @example "HANDOVER_CANCEL"
   */
  @IsOptional()
  @IsString()
  @Length(0, 1000)
  readonly cancelPayload?: string;

  /**
   * Why an agent is needed; the agent reads the first 1,000 characters.
   * @example "The parcel is late"
   */
  @IsOptional()
  @IsString()
  @MaxLength(FREE_TEXT)
  readonly reason?: string;

  /**
   * What happened so far, in short; the agent reads the first 10,000 characters.
   * @example "The customer waits for order A-10441 since Friday."
   */
  @IsOptional()
  @IsString()
  @MaxLength(FREE_TEXT)
  readonly summary?: string;

  /**
   * What else the agent should see: text, numbers and booleans by name.
   * @example { "intent": "talk_to_human" }
   */
  @IsOptional()
  @IsFlatObject(16)
  readonly context?: JsonObject;

  /** Settings of the tenant that this handover overrides. */
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => CognigyHandoverOptionsDto)
  readonly options?: CognigyHandoverOptionsDto;
}

/** The running handover. */
export class StartedCognigyHandoverDto {
  /**
   * Our id of the handover; every injected event carries it.
   * @example "5f6d1c1e-2f0b-4b6e-8a54-8f8f6f0f7a10"
   */
  readonly handoverId!: string;

  /**
   * The customer waits for an agent.
   * @example "queue"
   */
  readonly status!: 'queue';

  /**
   * Omitted if there are no warnings: the request comes close to the 65 kB that an HTTP Request node sends at most, or the
   * transcript was cut off.
   * @example ["The transcript was cut off; agents see its complete turns. Lower the limit of the Get Transcript node."]
   */
  readonly warnings?: string[];
}

/** Restarts the inactivity timer. */
export class CognigyInactivityDto extends CognigyCallDto {
  /**
   * Minutes without a message from the customer. Omitted: the tenant's setting.
   * @example 3
   */
  @IsOptional()
  @IsNumber()
  @Min(0.5)
  @Max(1440)
  readonly minutes?: number;
}

/** @param endpoint what is stored of the Endpoint with the conversation */
export function toStartHandover(
  dto: StartCognigyHandoverDto,
  endpoint: JsonObject,
  call: IdempotentRequest,
): StartHandoverCommand {
  const { channel, cancelPayload, acceptedMessage, reason, summary } = dto;
  const profile = jsonObject(dto.profile);
  const transcript = jsonArray(dto.transcript);
  const { userConnects, userDisconnects, ...options } = dto.options ?? {};
  return {
    ...sessionOf(dto, {
      ...endpoint,
      ...(channel && { channel: cleanText(channel) }),
      cancelPayload: cancelPayload ? cleanText(cancelPayload).trim() : null,
      acceptedMessage: acceptedMessage ? cleanText(acceptedMessage) : null,
    }),
    ...(profile && { profile: cleanJson(profile) }),
    ...(transcript && { transcript: turnsOf(transcript) }),
    ...(reason && { reason: cleanText(reason.slice(0, MAX_REASON)) }),
    ...(summary && { summary: cleanText(summary.slice(0, MAX_SUMMARY)) }),
    context: contextOf(dto),
    categoryIds: dto.categoryIds ?? [],
    options: toHandoverOptions({
      userConnectsMessage: userConnects,
      userDisconnectsMessage: userDisconnects,
      ...options,
    }),
    request: startCall(dto, call),
  };
}

/** Warnings for the flow's builder about the size of the call. */
export function warningsFor({ transcript }: StartCognigyHandoverDto, { body }: IdempotentRequest): string[] {
  return sizeWarnings(body.byteLength, isCutList(transcript));
}

/** A model that calls the tool again for one input uses other words, but requests the same handover. */
function startCall(dto: StartCognigyHandoverDto, call: IdempotentRequest): IdempotentRequest {
  const { key, body } = callOf(dto, 'start', call);
  return { key, body: dto.inputId ? Buffer.from(JSON.stringify([dto.urlToken, dto.userId])) : body };
}

function contextOf({ channel, language, context }: StartCognigyHandoverDto): JsonObject {
  return cleanJson({ ...(channel && { channel }), ...(language && { language }), ...context });
}
