import { ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, IsString, Length, Max, Min } from 'class-validator';

/** Which part of a list is wanted. */
export class PageQueryDto {
  /**
   * How many items at most.
   * @example 50
   */
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(200)
  @ApiPropertyOptional({ type: Number, minimum: 1, maximum: 200, default: 50 })
  readonly limit: number = 50;

  /** `nextCursor` of the answer before; left out for the beginning. */
  @IsOptional()
  @IsString()
  @Length(1, 1024)
  readonly cursor?: string;
}
