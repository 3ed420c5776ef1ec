import { IsIndexable } from '#bot-platforms';
import type { SessionAddress } from '#handover';
import type { SessionId, UserId } from '#kernel';
import { IsString, Length } from 'class-validator';

/** Names the conversation that a call is about. */
export class SessionDto {
  /**
   * Your id of the conversation with this customer. We do not interpret it.
   * @example "chat-7f3a2c"
   */
  @IsString()
  @Length(1, 256)
  @IsIndexable()
  readonly sessionId!: string;
}

/** Names the conversation and its customer. */
export class UserSessionDto extends SessionDto {
  /**
   * Your id of the customer. We do not interpret it. A session belongs to one customer.
   * @example "customer-4821"
   */
  @IsString()
  @Length(1, 256)
  @IsIndexable()
  readonly userId!: string;
}

export function sessionIdOf({ sessionId }: SessionDto): SessionId {
  return sessionId as SessionId;
}

/** A generic bot is reached by the session's id alone. */
export function addressOf(dto: UserSessionDto): SessionAddress {
  return { sessionId: sessionIdOf(dto), userId: dto.userId as UserId, address: {} };
}
