import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Admin, CurrentAdmin, Requires } from '#tenant-config';
import { ApiProblems, ConditionalGet } from '#web';
import { ReadOutages } from '../application/read-outages.js';
import { TENANT_ENABLED } from '../ports/lane-store.js';
import type { Outage } from '../ports/outages.js';
import { type OutageDto, OutagePageDto, OutageQueryDto } from './outage.dto.js';

@ApiTags('Deliveries')
@Requires('viewer')
@Controller('admin/outages')
export class OutagesController {
  constructor(private readonly read: ReadOutages) {}

  /** Lists services of tenants that are not available and that deliveries wait for. The deliveries continue automatically when the service is back. */
  @Get()
  @ConditionalGet()
  @ApiOperation({ operationId: 'listOutages', summary: 'List services that deliveries wait for' })
  @ApiProblems(400, 404)
  async list(@CurrentAdmin() admin: Admin, @Query() query: OutageQueryDto): Promise<OutagePageDto> {
    const { items, nextCursor } = await this.read.page(admin, query);
    return { items: items.map(toDto), nextCursor };
  }
}

function toDto({ tenantSlug: tenant, waitsFor, lanes: waiting, since }: Outage): OutageDto {
  if (waitsFor === TENANT_ENABLED) return { tenant, service: 'tenant', host: null, waiting, since };
  const [service = waitsFor, host = null] = waitsFor.split(' ');
  return { tenant, service, host, waiting, since };
}
