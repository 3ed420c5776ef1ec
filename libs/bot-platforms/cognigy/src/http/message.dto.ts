import { IsInstant } from '#bot-platforms';
import type { SessionAddress } from '#handover';
import { cleanText, type JsonObject } from '#kernel';
import { IsJsonObjectUpTo } from '#web';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsObject,
  IsOptional,
  IsString,
  Length,
  MaxLength,
  ValidateNested,
} from 'class-validator';
import type { TransformerMessage } from '../application/transformer-message.js';
import { type CognigySessionDto, IsOpaqueId, sessionOf } from './session.dto.js';

export type Direction = 'user' | 'bot' | 'event';

/** One message or event of the Endpoint. */
export class EndpointMessageDto {
  /**
   * The transformer's id of the message. A repeated id in the same session has no second effect.
   * @example "5b8f6c2e-9a41-4c9b-8f0e-0f6c1f0b7e21"
   */
  @IsOpaqueId()
  readonly messageId!: string;

  /**
   * Author: the customer, the flow, or the client itself.
   * @example "user"
   */
  @IsIn(['user', 'bot', 'event'])
  readonly direction!: Direction;

  /**
   * Text of the message; null or omitted: it has none.
   * @example "Are you there?"
   */
  @IsOptional()
  @IsString()
  @MaxLength(100_000)
  readonly text?: string | null;

  /**
   * Cognigy's `data`, unchanged.
   * @example {}
   */
  @IsOptional()
  @IsJsonObjectUpTo(900)
  readonly data?: JsonObject | null;

  /**
   * Time of the message.
   * @example "2026-05-04T09:30:00.000Z"
   */
  @IsOptional()
  @IsInstant()
  readonly sentAt?: string;
}

/** A message that an Endpoint Transformer reports. */
export class CognigyMessageDto extends EndpointMessageDto implements CognigySessionDto {
  /**
   * `endpoint.URLToken`: the Endpoint that the customer uses.
   * @example "9c41d7e05b8a4f2396e1c0d2ab7f5e8830d96c4471fe02b5a8c3ed9071624fba"
   */
  @IsOpaqueId()
  readonly urlToken!: string;

  /**
   * Cognigy's id of the customer.
   * @example "wc-7f3a1c52-user"
   */
  @IsOpaqueId()
  readonly userId!: string;

  /**
   * Cognigy's id of the session.
   * @example "session-5e0c9b1a-7d44-4f4e-9a0b-2c1d8e6f7a90"
   */
  @IsOpaqueId()
  readonly sessionId!: string;

  /**
   * The Endpoint's channel.
   * @example "webchat3"
   */
  @IsOptional()
  @IsString()
  @Length(0, 100)
  readonly channel?: string | null;

  /**
   * Whether a handover runs, according to the transformer. Not trusted.
   * @example true
   */
  @IsOptional()
  @IsBoolean()
  readonly handoverFlag?: boolean;

  /** Messages that could not be reported before, oldest first. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(20)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => EndpointMessageDto)
  readonly earlier?: EndpointMessageDto[];
}

/** What the transformer does with the message. */
export class CognigyRouteDto {
  /**
   * `agent`: the flow must not see the customer's message.
   * @example "agent"
   */
  readonly route!: 'bot' | 'agent';

  /**
   * Data to merge into the input's data, e.g. when the customer has cancelled.
   * @example { "handover": { "status": "cancelled", "event": "cancelled", "handoverId": "5f6d1c1e-2f0b-4b6e-8a54-8f8f6f0f7a10" } }
   */
  readonly data?: JsonObject;
}

/** The messages of a report, oldest first. */
export function endpointMessages(dto: CognigyMessageDto): { direction: Direction; message: TransformerMessage }[] {
  const session = sessionOf(dto, {
    urlToken: dto.urlToken,
    ...(dto.channel && { channel: cleanText(dto.channel) }),
  });
  return [...(dto.earlier ?? []), dto].map((passed) => ({
    direction: passed.direction,
    message: { ...session, ...messageOf(passed) },
  }));
}

/** A repeat is recognised by its content, not by the bytes: what could not be reported is sent again inside another report. */
function messageOf({
  messageId,
  direction,
  text,
  data,
  sentAt,
}: EndpointMessageDto): Omit<TransformerMessage, keyof SessionAddress> {
  return {
    messageId,
    text: text ?? '',
    data: data ?? {},
    ...(sentAt && { sentAt: new Date(sentAt) }),
    request: { key: messageId, body: Buffer.from(JSON.stringify([direction, text, data, sentAt])) },
  };
}
