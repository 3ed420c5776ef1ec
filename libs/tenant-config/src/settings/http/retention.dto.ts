import { IsInt, IsOptional, Max, Min } from 'class-validator';

/** How long customers' data is kept. */
export class RetentionDto {
  /**
   * Days that messages are kept.
   * @example 30
   */
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(3650)
  readonly messageDays?: number;

  /**
   * Days that profiles are kept after they were last used.
   * @example 30
   */
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(3650)
  readonly profileDays?: number;
}
