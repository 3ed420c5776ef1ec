import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, Length, ValidateIf } from 'class-validator';
import { PageQueryDto } from '#web';
import type { DeliveryStatus, Direction } from '../domain/delivery.js';

const STATUSES: readonly DeliveryStatus[] = ['pending', 'delivered', 'parked', 'superseded', 'discarded'];

/** Which deliveries are wanted. */
export class DeliveryQueryDto extends PageQueryDto {
  /** Slug of a tenant; all that the key may see when left out. */
  @IsOptional()
  @IsString()
  @Length(1, 64)
  readonly tenant?: string;

  /** What became of them. */
  @IsOptional()
  @IsIn(STATUSES)
  readonly status?: DeliveryStatus;
}

/** Whose parked deliveries are to be tried again. */
export class RetryDeliveriesDto {
  /**
   * Slug of a tenant; all that the key may see when left out.
   * @example acme
   */
  @ValidateIf((_, tenant: unknown) => tenant !== undefined) // unlike IsOptional: null is no tenant, and not all of them
  @IsString()
  @Length(1, 64)
  readonly tenant?: string;
}

export class RetriedDto {
  /**
   * How many deliveries went back into their lanes.
   * @example 3
   */
  retried!: number;
}

export class DeliveryErrorDto {
  /** @example engage.refused */
  code!: string;
  /** @example Engage refused the message: Invalid signature */
  message!: string;
}

export class DeliveryDto {
  id!: string;
  /** @example acme */
  tenant!: string;
  /** Our id of the conversation. */
  conversationId!: string;
  /** Which way it goes. */
  direction!: Direction;
  /** Place in its lane. */
  seq!: number;
  /** @example engage.message */
  kind!: string;
  @ApiProperty({ enum: STATUSES })
  status!: DeliveryStatus;
  /** Tries so far. */
  attempts!: number;
  /** Milliseconds that count towards `maxHoldMinutes`. */
  heldMs!: number;
  /** Why the last try failed, or why it was superseded. */
  @ApiProperty({ type: DeliveryErrorDto, nullable: true })
  lastError!: DeliveryErrorDto | null;
  createdAt!: Date;
  settledAt!: Date | null;
}

export class DeliveryPageDto {
  items!: DeliveryDto[];
  /** Pass it as `cursor` for the next page; null at the end. */
  nextCursor!: string | null;
}
