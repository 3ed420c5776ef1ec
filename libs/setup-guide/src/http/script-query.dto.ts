import { IsIn, IsOptional } from 'class-validator';

/** What is filled into a script. */
export class ScriptQueryDto {
  /**
   * `true` creates a bot key and writes it into the script.
   * @example "false"
   */
  @IsOptional()
  @IsIn(['true', 'false'])
  readonly freshKey?: 'true' | 'false';
}
