import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CheckAvailability } from '#handover';
import { CurrentTenant, RequiresBotKey, type Tenant } from '#tenant-config';
import { ApiProblems } from '#web';
import { AgentAvailabilityDto, AvailabilityQueryDto } from './availability.dto.js';
import { GENERIC_TAG } from './generic-tag.js';

@ApiTags(GENERIC_TAG.name)
@RequiresBotKey('generic')
@Controller('v1/availability')
export class AvailabilityController {
  constructor(private readonly availability: CheckAvailability) {}

  /** `reason` explains the result. Agents are counted at most every 15 seconds. */
  @Get()
  @ApiOperation({ operationId: 'getAvailability', summary: 'Check whether a handover can start now' })
  @ApiOkResponse({ type: AgentAvailabilityDto })
  @ApiProblems(400)
  async show(
    @CurrentTenant() tenant: Tenant,
    @Query() { categoryIds }: AvailabilityQueryDto,
  ): Promise<AgentAvailabilityDto> {
    const { agents = null, ...answer } = await this.availability.run(tenant, categoryIds);
    return { ...answer, agents };
  }
}
