import { ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, IsString, Length, Max, Min } from 'class-validator';

/** Which part of a list is wanted. */
export class PageQueryDto {
  /**
   * Maximum number of items.
   * @example 50
   */
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(200)
  @ApiPropertyOptional({ type: Number, minimum: 1, maximum: 200, default: 50 })
  readonly limit: number = 50;

  /** `nextCursor` of the previous answer; omit it for the first page. */
  @IsOptional()
  @IsString()
  @Length(1, 1024)
  readonly cursor?: string;
}
