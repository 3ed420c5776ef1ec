import { Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiTenantSlug, Requires, TENANTS_TAG } from '#tenant-config';
import { ApiProblems } from '#web';
import { ExamineTenant } from '../application/examine-tenant.js';
import { ReadHealth } from '../application/read-health.js';
import { CheckResultDto, StoredCheckDto } from './check-result.dto.js';

@ApiTags(TENANTS_TAG)
@ApiTenantSlug()
@Controller('admin/tenants/:slug/checks')
export class ChecksController {
  constructor(
    private readonly examine: ExamineTenant,
    private readonly health: ReadHealth,
  ) {}

  /**
   * Tests every connection of the tenant: settings, this service, Engage and the bot. Each check reports the result and, if it is
   * wrong, how to fix it. No check changes anything or sends anything to a customer. The answer comes within 10 seconds and takes at most 25 of
   * the 500 REST calls that Engage allows in a minute. The results are kept as the tenant's `health`.
   */
  @Post()
  @HttpCode(200)
  @Requires('operator')
  @ApiOperation({ operationId: 'runChecks', summary: 'Check the connections' })
  @ApiOkResponse({ type: [CheckResultDto] })
  @ApiProblems(404)
  check(@Param('slug') slug: string): Promise<CheckResultDto[]> {
    return this.examine.run(slug);
  }

  /**
   * Shows the last result of each check, and since when it has its status. The cheap checks run every hour and after changes of settings.
   * Results from ordinary traffic, such as a refused signature, appear at once.
   */
  @Get()
  @Requires('viewer')
  @ApiOperation({ operationId: 'getLastChecks', summary: 'List the last results of the connection checks' })
  @ApiOkResponse({ type: [StoredCheckDto] })
  @ApiProblems(404)
  last(@Param('slug') slug: string): Promise<StoredCheckDto[]> {
    return this.health.run(slug);
  }
}
