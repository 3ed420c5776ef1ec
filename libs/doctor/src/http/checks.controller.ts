import { Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { Requires, TENANTS_TAG } from '#tenant-config';
import { ApiProblems } from '#web';
import { ExamineTenant } from '../application/examine-tenant.js';
import { CheckResultDto } from './check-result.dto.js';

@ApiTags(TENANTS_TAG)
@Requires('operator')
@Controller('admin/tenants/:slug/checks')
export class ChecksController {
  constructor(private readonly examine: ExamineTenant) {}

  /**
   * Looks at every connection of the tenant: settings, this service, Engage and the bot. Each check says what it has seen and, if that is
   * wrong, how to fix it. No check changes anything or reaches a customer. The answer comes within 10 seconds.
   */
  @Post()
  @HttpCode(200)
  @ApiOperation({ summary: 'Check the connections' })
  @ApiParam({ name: 'slug', example: 'acme' })
  @ApiOkResponse({ type: [CheckResultDto] })
  @ApiProblems(404)
  check(@Param('slug') slug: string): Promise<CheckResultDto[]> {
    return this.examine.run(slug);
  }
}
