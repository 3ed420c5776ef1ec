import { Body, Controller, Get, HttpCode, HttpStatus, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { ConversationId, DeliveryId } from '#kernel';
import { type Admin, CurrentAdmin, ReasonDto, Requires } from '#tenant-config';
import { ApiId, ApiProblems, ConditionalGet } from '#web';
import { type DeliveryFilter, OperateDeliveries, type RetryOrder } from '../application/operate-deliveries.js';
import type { ListedDelivery } from '../ports/delivery-archive.js';
import { DeliveryDto, DeliveryPageDto, DeliveryQueryDto, RetryResultDto, RetryDeliveriesDto } from './delivery.dto.js';

/** No delivery has an id that is not a UUID. */
const UuidPipe = new ParseUUIDPipe({ errorHttpStatusCode: HttpStatus.NOT_FOUND });

@ApiTags('Deliveries')
@Requires('operator')
@Controller('admin/deliveries')
export class DeliveriesController {
  constructor(private readonly operate: OperateDeliveries) {}

  /**
   * Lists pending, parked and delivered deliveries, newest first, with the last error. `kind` and `code` need `status=parked`, `status=pending` or a
   * `conversationId`: without one of these the search would be too large.
   */
  @Get()
  @Requires('viewer')
  @ConditionalGet()
  @ApiOperation({ operationId: 'listDeliveries', summary: 'List deliveries' })
  @ApiProblems(400, 404)
  async list(@CurrentAdmin() admin: Admin, @Query() query: DeliveryQueryDto): Promise<DeliveryPageDto> {
    const { items, nextCursor } = await this.operate.list(admin, filterOf(query));
    return { items: items.map(toDto), nextCursor };
  }

  /**
   * Retries all parked deliveries, or those that match a filter. Each lane delivers them before later deliveries. A start whose handover is
   * over is not retried and becomes `superseded`.
   */
  @Post('retry')
  @HttpCode(202)
  @ApiOperation({ operationId: 'retryDeliveries', summary: 'Retry parked deliveries by filter' })
  @ApiProblems(400, 404)
  async retryAll(@CurrentAdmin() admin: Admin, @Body() order: RetryDeliveriesDto): Promise<RetryResultDto> {
    return { retried: await this.operate.retryAll(admin, orderOf(order)) };
  }

  /**
   * Puts a parked delivery back into its place in the lane. The start of a handover that is over cannot be retried (409): start a new one
   * with `POST /admin/conversations/{id}/handover`.
   */
  @Post(':id/retry')
  @ApiId('The id of the delivery, as the list shows it.')
  @HttpCode(202)
  @ApiOperation({ operationId: 'retryDelivery', summary: 'Retry a parked delivery' })
  @ApiProblems(400, 404, 409)
  retry(@CurrentAdmin() admin: Admin, @Param('id', UuidPipe) id: string, @Body() { reason }: ReasonDto): Promise<void> {
    return this.operate.retry(admin, id as DeliveryId, reason);
  }

  /** Discards a parked or pending delivery permanently. Its lane continues with the next one. */
  @Post(':id/discard')
  @ApiId('The id of the delivery, as the list shows it.')
  @HttpCode(202)
  @ApiOperation({ operationId: 'discardDelivery', summary: 'Discard a delivery' })
  @ApiProblems(400, 404, 409)
  discard(
    @CurrentAdmin() admin: Admin,
    @Param('id', UuidPipe) id: string,
    @Body() { reason }: ReasonDto,
  ): Promise<void> {
    return this.operate.discard(admin, id as DeliveryId, reason);
  }
}

function filterOf({ conversationId, olderThanMinutes, ...query }: DeliveryQueryDto): DeliveryFilter {
  return {
    ...query,
    ...(olderThanMinutes !== undefined && { minutesOld: olderThanMinutes }),
    ...(conversationId !== undefined && { conversationId: conversationId as ConversationId }),
  };
}

function orderOf({ conversationId, ...order }: RetryDeliveriesDto): RetryOrder {
  return { ...order, ...(conversationId !== undefined && { conversationId: conversationId as ConversationId }) };
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
