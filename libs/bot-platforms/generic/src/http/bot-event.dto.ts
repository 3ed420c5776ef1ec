import { IsIndexable } from '#bot-platforms';
import { IsIn, IsOptional, IsString, Length, MaxLength, ValidateIf } from 'class-validator';
import { SessionDto } from './session.dto.js';

export type BotSideEventType =
  'user_connected' | 'user_disconnected' | 'typing_started' | 'typing_stopped' | 'message_read';

/** An event of the customer. */
export class CustomerEventDto extends SessionDto {
  /**
   * What happened.
   * @example "user_connected"
   */
  @IsIn(['user_connected', 'user_disconnected', 'typing_started', 'typing_stopped', 'message_read'])
  readonly type!: BotSideEventType;

  /**
   * Required with `message_read`: the `messageId` of the `agent.message` that was read.
   * @example "7d0d8b7e-07a5-4f0f-8b4a-3b1b8f6f2c55"
   */
  @ValidateIf(({ type, messageId }: CustomerEventDto) => type === 'message_read' || messageId !== undefined)
  @IsString()
  @Length(1, 256)
  @IsIndexable()
  readonly messageId?: string;

  /**
   * Only with `typing_started`: what the customer has typed so far. Agents see it only while the tenant's `handover.typingPreview` is true;
   * otherwise it is not stored.
   * @example "I was wonder"
   */
  @IsOptional()
  @IsString()
  @MaxLength(1000)
  readonly preview?: string;
}
