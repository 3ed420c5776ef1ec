import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, IsString, IsUUID, Length, Max, Min, ValidateIf } from 'class-validator';
import { ReasonDto } from '#tenant-config';
import { PageQueryDto } from '#web';
import type { DeliveryStatus, Direction } from '../domain/delivery.js';

const STATUSES: readonly DeliveryStatus[] = ['pending', 'delivered', 'parked', 'superseded', 'discarded'];

/** Which deliveries are wanted. */
export class DeliveryQueryDto extends PageQueryDto {
  /** Slug of a tenant; omitted: all tenants that the key may see. */
  @IsOptional()
  @IsString()
  @Length(1, 64)
  readonly tenant?: string;

  /** Status of the deliveries. */
  @IsOptional()
  @IsIn(STATUSES)
  readonly status?: DeliveryStatus;

  /** Our id of a conversation. */
  @IsOptional()
  @IsUUID()
  readonly conversationId?: string;

  /** What is delivered: `engage.start`, `engage.message`, `bot.event` and others. */
  @IsOptional()
  @IsString()
  @Length(1, 64)
  readonly kind?: string;

  /** Code of the last error, such as `bot.rejected`. */
  @IsOptional()
  @IsString()
  @Length(1, 64)
  readonly code?: string;

  /** Only deliveries that were accepted at least this many minutes ago. */
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(525_600)
  readonly olderThanMinutes?: number;
}

/** Unlike IsOptional, it rejects null, which must not select everything. */
const IfGiven = (name: keyof RetryDeliveriesDto): PropertyDecorator =>
  ValidateIf((order: RetryDeliveriesDto) => order[name] !== undefined);

/** Which parked deliveries to retry. */
export class RetryDeliveriesDto extends ReasonDto {
  /**
   * Slug of a tenant; omitted: all tenants that the key may see.
   * @example acme
   */
  @IfGiven('tenant')
  @IsString()
  @Length(1, 64)
  readonly tenant?: string;

  /**
   * Our id of a conversation; omitted: all.
   * @example "0b0c2a44-5a0e-4c8e-9d43-6f1f0a3c1d11"
   */
  @IfGiven('conversationId')
  @IsUUID()
  readonly conversationId?: string;

  /**
   * What is delivered; omitted: everything.
   * @example bot.event
   */
  @IfGiven('kind')
  @IsString()
  @Length(1, 64)
  readonly kind?: string;

  /**
   * Code of the last error; omitted: every error.
   * @example bot.rejected
   */
  @IfGiven('code')
  @IsString()
  @Length(1, 64)
  readonly code?: string;
}

/** Result of a retry. */
export class RetryResultDto {
  /**
   * Number of deliveries that are retried.
   * @example 3
   */
  retried!: number;
}

/** Why the last attempt failed. */
export class DeliveryErrorDto {
  /**
   * Stable name of the error.
   * @example engage.refused
   */
  code!: string;
  /**
   * What went wrong.
   * @example Engage refused the message: Invalid signature
   */
  message!: string;
}

/** One call to Engage or to a bot, without its content. */
export class DeliveryDto {
  /** Our id of the delivery. */
  id!: string;
  /**
   * Slug of the tenant.
   * @example acme
   */
  tenant!: string;
  /** Our id of the conversation. */
  conversationId!: string;
  /** Direction of the delivery. */
  direction!: Direction;
  /** Position in its lane. */
  seq!: number;
  /**
   * What is delivered.
   * @example engage.message
   */
  kind!: string;
  /**
   * `pending`: it waits or is retried; `parked`: it needs an operator; `superseded`: a later event made it unnecessary; `delivered` and
   * `discarded` are final.
   */
  @ApiProperty({ enum: STATUSES })
  status!: DeliveryStatus;
  /** Number of attempts. */
  attempts!: number;
  /** Milliseconds that count towards `maxHoldMinutes`. */
  heldMs!: number;
  /** Why the last attempt failed, or why the delivery was superseded. */
  @ApiProperty({ type: DeliveryErrorDto, nullable: true })
  lastError!: DeliveryErrorDto | null;
  /** When it was accepted. */
  createdAt!: Date;
  /** When it was delivered, parked, superseded or discarded; null while it waits. */
  settledAt!: Date | null;
}

/** One page of deliveries. */
export class DeliveryPageDto {
  /** The deliveries. */
  items!: DeliveryDto[];
  /** Pass it as `cursor` for the next page; null at the end. */
  nextCursor!: string | null;
}
