import { Body, Controller, Get, HttpCode, HttpStatus, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { DeliveryId } from '#kernel';
import { type Admin, CurrentAdmin, Requires } from '#tenant-config';
import { ApiProblems } from '#web';
import { OperateDeliveries } from '../application/operate-deliveries.js';
import type { ListedDelivery } from '../ports/delivery-archive.js';
import { DeliveryDto, DeliveryPageDto, DeliveryQueryDto, RetriedDto, RetryDeliveriesDto } from './delivery.dto.js';

/** An id that is no UUID names nothing. */
const UuidPipe = new ParseUUIDPipe({ errorHttpStatusCode: HttpStatus.NOT_FOUND });

@ApiTags('4 Deliveries')
@Requires('operator')
@Controller('admin/deliveries')
export class DeliveriesController {
  constructor(private readonly operate: OperateDeliveries) {}

  /** What waits, what is parked and why, what was delivered. Newest first. */
  @Get()
  @Requires('viewer')
  @ApiOperation({ summary: 'List deliveries' })
  @ApiProblems(400, 404)
  async list(@CurrentAdmin() admin: Admin, @Query() query: DeliveryQueryDto): Promise<DeliveryPageDto> {
    const { items, nextCursor } = await this.operate.list(admin, query);
    return { items: items.map(toDto), nextCursor };
  }

  /** All parked deliveries go back to their places; each lane delivers them before what came later. */
  @Post('retry')
  @HttpCode(202)
  @ApiOperation({ summary: 'Retry all parked deliveries' })
  @ApiProblems(400, 404)
  async retryAll(@CurrentAdmin() admin: Admin, @Body() filter: RetryDeliveriesDto): Promise<RetriedDto> {
    return { retried: await this.operate.retryAll(admin, filter.tenant) };
  }

  /** A parked delivery goes back to its place in the lane. */
  @Post(':id/retry')
  @HttpCode(202)
  @ApiOperation({ summary: 'Retry a parked delivery' })
  @ApiProblems(404, 409)
  retry(@CurrentAdmin() admin: Admin, @Param('id', UuidPipe) id: string): Promise<void> {
    return this.operate.retry(admin, id as DeliveryId);
  }

  /** Discards a parked or waiting delivery for good; its lane continues with the next one. */
  @Post(':id/discard')
  @HttpCode(202)
  @ApiOperation({ summary: 'Discard a delivery' })
  @ApiProblems(404, 409)
  discard(@CurrentAdmin() admin: Admin, @Param('id', UuidPipe) id: string): Promise<void> {
    return this.operate.discard(admin, id as DeliveryId);
  }
}

function toDto(delivery: ListedDelivery): DeliveryDto {
  const { id, tenantSlug, lane, seq, kind, status, attempts, heldMs, lastError, createdAt, settledAt } = delivery;
  const { conversationId, direction } = lane;
  return {
    id,
    tenant: tenantSlug,
    conversationId,
    direction,
    seq,
    kind,
    status,
    attempts,
    heldMs,
    lastError,
    createdAt,
    settledAt,
  };
}
