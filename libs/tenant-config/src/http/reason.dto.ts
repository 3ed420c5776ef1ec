import { IsOptional, IsString, Length } from 'class-validator';

/** What an operator may say about an action. */
export class ReasonDto {
  /**
   * Why. The audit log keeps it, and so does the timeline of the conversation: no secrets and no customers' data.
   * @example "The bot's address was wrong; it is corrected."
   */
  @IsOptional()
  @IsString()
  @Length(1, 500)
  readonly reason?: string;
}
