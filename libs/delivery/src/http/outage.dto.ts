import { ApiProperty } from '@nestjs/swagger';
import { IsOptional, IsString, Length } from 'class-validator';
import { PageQueryDto } from '#web';

/** Which outages are wanted. */
export class OutageQueryDto extends PageQueryDto {
  /** Slug of a tenant; omitted: all tenants that the key may see. */
  @IsOptional()
  @IsString()
  @Length(1, 64)
  readonly tenant?: string;
}

/** A service that deliveries of several conversations wait for. */
export class OutageDto {
  /**
   * Slug of the tenant.
   * @example acme
   */
  tenant!: string;
  /**
   * Kind of the service, such as `engage-rest`, `engage-send-api` or `bot`; `tenant` where deliveries wait until the tenant is enabled.
   * @example engage-rest
   */
  service!: string;
  /**
   * Host of the service; null for `tenant`.
   * @example acme.api.engagement.dimelo.com
   */
  @ApiProperty({ type: String, nullable: true })
  host!: string | null;
  /**
   * Number of conversations that wait for it; counted up to 1,000.
   * @example 12
   */
  waiting!: number;
  /** Start of the longest wait. */
  since!: Date;
}

/** One page of outages. */
export class OutagePageDto {
  /** The outages. */
  items!: OutageDto[];
  /** Pass it as `cursor` for the next page; null at the end. */
  nextCursor!: string | null;
}
