import { IsOptional, IsString, Length } from 'class-validator';

/** What an operator may say about an action. */
export class ReasonDto {
  /**
   * Your reason. The audit log and the timeline of the conversation store it: write no secrets and no customers' data.
   * @example "The bot's address was wrong; it is corrected."
   */
  @IsOptional()
  @IsString()
  @Length(1, 500)
  readonly reason?: string;
}
