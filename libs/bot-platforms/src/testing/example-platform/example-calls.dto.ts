import { IsIn, IsString, Length, MaxLength } from 'class-validator';
import type { IdempotentRequest, SessionAddress } from '#handover';
import type { SessionId, UserId } from '#kernel';
import { IsIndexable } from '../../http/input.decorators.js';

export class ExampleCallDto {
  @IsString()
  @Length(1, 256)
  @IsIndexable()
  readonly sessionId!: string;

  @IsString()
  @Length(1, 256)
  @IsIndexable()
  readonly userId!: string;

  /** The same for a repeat. */
  @IsString()
  @Length(1, 256)
  @IsIndexable()
  readonly id!: string;
}

export class ExampleMessageDto extends ExampleCallDto {
  @IsIn(['user', 'bot'])
  readonly author!: 'user' | 'bot';

  @IsString()
  @MaxLength(10_000)
  readonly text!: string;
}

export function sessionOf({ sessionId, userId }: ExampleCallDto): SessionAddress {
  return { sessionId: sessionId as SessionId, userId: userId as UserId, address: {} };
}

export function requestOf(call: ExampleCallDto): IdempotentRequest {
  return { key: call.id, body: Buffer.from(JSON.stringify(call)) };
}
