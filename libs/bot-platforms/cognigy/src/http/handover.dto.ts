import { HandoverOptionsDto, IsEngageId, IsFlatObject, toHandoverOptions } from '#bot-platforms';
import type { IdempotentRequest, StartHandoverCommand } from '#handover';
import { cleanJson, cleanText, type JsonObject, type JsonValue } from '#kernel';
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
  Min,
  ValidateNested,
} from 'class-validator';
import { turnsOf } from '../application/transcript.js';
import { IsArrayOrJson, IsObjectOrJson, jsonArray, jsonObject } from './cognigy-json.decorators.js';
import { callOf, CognigyCallDto, sessionOf } from './session.dto.js';

/** Settings of the tenant that this handover overrides. */
export class CognigyHandoverOptionsDto extends HandoverOptionsDto {
  /**
   * Tell the agent when the customer joins; the same as `userConnectsMessage`.
   * @example true
   */
  @IsOptional()
  @IsBoolean()
  readonly userConnects?: boolean;

  /**
   * Tell the agent when the customer leaves; the same as `userDisconnectsMessage`.
   * @example true
   */
  @IsOptional()
  @IsBoolean()
  readonly userDisconnects?: boolean;
}

/** Asks for an agent, from an HTTP Request node. */
export class StartCognigyHandoverDto extends CognigyCallDto {
  /**
   * `{{input.language}}`; the agent reads it.
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
  readonly profile?: JsonObject | string;

  /**
   * What was said so far: `{"$cs":{"script":"input.transcript","type":"object"}}`. A list, or the same as JSON text.
   * @example [{ "role": "user", "type": "input", "payload": { "text": "My parcel is late", "data": {} }, "id": "tr-1", "timestamp": 1777886990000 }]
   */
  @IsOptional()
  @IsArrayOrJson(512)
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
   * Told to the customer once Engage has accepted the conversation, with the `queue` event.
   * @example "One moment, I am finding a colleague."
   */
  @IsOptional()
  @IsString()
  @Length(0, 1000)
  readonly acceptedMessage?: string;

  /**
   * What the customer sends to give up waiting: the payload of your quick reply.
   * @example "HANDOVER_CANCEL"
   */
  @IsOptional()
  @IsString()
  @Length(0, 1000)
  readonly cancelPayload?: string;

  /**
   * Why an agent is needed; the agent reads it.
   * @example "The parcel is late"
   */
  @IsOptional()
  @IsString()
  @Length(0, 1000)
  readonly reason?: string;

  /**
   * What happened so far, in short; the agent reads it.
   * @example "The customer waits for order A-10441 since Friday."
   */
  @IsOptional()
  @IsString()
  @Length(0, 10_000)
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

/** The handover that is under way now. */
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
}

/** Restarts the watch over a silent customer. */
export class CognigyInactivityDto extends CognigyCallDto {
  /**
   * Minutes without a message of the customer; left out: the tenant's setting.
   * @example 3
   */
  @IsOptional()
  @IsNumber()
  @Min(0.5)
  @Max(1440)
  readonly minutes?: number;
}

/** @param endpoint what the conversation remembers of its Endpoint */
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
    ...(reason && { reason: cleanText(reason) }),
    ...(summary && { summary: cleanText(summary) }),
    context: contextOf(dto),
    categoryIds: dto.categoryIds ?? [],
    options: toHandoverOptions({
      userConnectsMessage: userConnects,
      userDisconnectsMessage: userDisconnects,
      ...options,
    }),
    request: callOf(dto, 'start', call),
  };
}

function contextOf({ channel, language, context }: StartCognigyHandoverDto): JsonObject {
  return cleanJson({ ...(channel && { channel }), ...(language && { language }), ...context });
}
