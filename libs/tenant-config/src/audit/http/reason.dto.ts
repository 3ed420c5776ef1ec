import { IsOptional, IsString, Length } from 'class-validator';
import { IsVisible } from '#web';

/** An operator's reason for an action. */
export class ReasonDto {
  /**
   * Your reason. The audit log and the timeline of the conversation store it: write no secrets and no customers' data.
   * @example "The bot's address was wrong; it is corrected."
   */
  @IsOptional()
  @IsString()
  @Length(1, 500)
  @IsVisible()
  readonly reason?: string;
}
