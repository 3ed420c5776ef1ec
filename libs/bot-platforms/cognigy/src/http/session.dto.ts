import { IsIndexable } from '#bot-platforms';
import type { IdempotentRequest, SessionAddress } from '#handover';
import type { SessionId, UserId } from '#kernel';
import { applyDecorators } from '@nestjs/common';
import { IsOptional, IsString, Length } from 'class-validator';

/** An id of Cognigy's: text of 1 to 256 characters. A number is refused, because large ones lose digits on the way. */
export function IsOpaqueId(): PropertyDecorator {
  return applyDecorators(
    IsString({ message: '$property must be a JSON string: as a number, a long id would lose digits' }),
    Length(1, 256),
    IsIndexable(),
  );
}

/** Names the user of an Endpoint and the session. */
export class CognigySessionDto {
  /**
   * `{{input.URLToken}}`: the Endpoint that the customer uses.
   * @example "9c41d7e05b8a4f2396e1c0d2ab7f5e8830d96c4471fe02b5a8c3ed9071624fba"
   */
  @IsOpaqueId()
  readonly urlToken!: string;

  /**
   * `{{input.userId}}`, in quotes.
   * @example "wc-7f3a1c52-user"
   */
  @IsOpaqueId()
  readonly userId!: string;

  /**
   * `{{input.sessionId}}`, in quotes.
   * @example "session-5e0c9b1a-7d44-4f4e-9a0b-2c1d8e6f7a90"
   */
  @IsOpaqueId()
  readonly sessionId!: string;
}

/** The session and the input of the node that calls. */
export class CognigyCallDto extends CognigySessionDto {
  /**
   * `{{input.inputId}}`: a repeat of the same call for the same input has no second effect.
   * @example "0f4b8f9e-0a8d-4a5e-8f21-7c9be2f0a772"
   */
  @IsOptional()
  @IsOpaqueId()
  readonly inputId?: string;

  /**
   * `{{input.channel}}`: how the customer talks to the flow.
   * @example "webchat3"
   */
  @IsOptional()
  @IsString()
  @Length(0, 100)
  readonly channel?: string;
}

export function sessionIdOf({ sessionId }: CognigySessionDto): SessionId {
  return sessionId as SessionId;
}

export function sessionOf(dto: CognigySessionDto, address: SessionAddress['address']): SessionAddress {
  return { sessionId: sessionIdOf(dto), userId: dto.userId as UserId, address };
}

/** One input may run several nodes, so the input's id identifies a call only together with the name of the call. */
export function callOf({ inputId }: CognigyCallDto, name: string, call: IdempotentRequest): IdempotentRequest {
  return inputId ? { ...call, key: `${name} ${inputId}` } : call;
}
