import { Body, Controller, Get, Headers, HttpCode, HttpStatus, Param, Post, Query, Res } from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiBody,
  ApiHeader,
  ApiOkResponse,
  ApiOperation,
  ApiParam,
  ApiTags,
} from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Admin, ApiTenantSlug, CurrentAdmin, precondition, Requires, TENANTS_TAG } from '#tenant-config';
import { ApiProblems } from '#web';
import { ReadRun } from '../application/read-run.js';
import { StartRun } from '../application/start-run.js';
import { ProvisionQueryDto, ProvisionRunDto, ProvisionOptionsDto } from './provision.dto.js';

@ApiTags(TENANTS_TAG)
@ApiTenantSlug()
@Requires('admin')
@Controller('admin/tenants/:slug/provision')
export class ProvisionController {
  constructor(
    private readonly start: StartRun,
    private readonly read: ReadRun,
  ) {}

  /**
   * Creates or adopts in Engage: the categories of the bot and of the agents below one root, the default category of the source, the
   * webhook, the folder, both identities, and what the chosen agents need. A second `apply` changes nothing. Work that only a person can do
   * is listed as a step `manual`, with instructions. The ids of the categories are stored with the tenant.
   *
   * The call needs `engage.baseApiUrl` and `engage.apiAccessToken`. If the token lacks rights, it does what is allowed and names the
   * missing rights. It makes about 20 calls of Engage's 500 a minute, and up to 4 for each chosen agent; with more than 25 agents these get
   * 50 a minute, so that 300 agents take some 20 minutes. A run that takes longer than 20 s is answered with 202: poll its `Location` while
   * `status` is `running`.
   *
   * `destroy` is rejected while handovers are running (409). It removes what earlier runs have created, assigned and set, and keeps what
   * existed before and what others use; identities cannot be removed by the API. Call it before the tenant is deleted.
   */
  @Post()
  @HttpCode(200)
  @ApiOperation({ operationId: 'provisionTenant', summary: 'Set up Engage by its API' })
  @ApiHeader({
    name: 'If-Match',
    required: false,
    description: '`ETag` of the tenant from your last read; 412 if the tenant has changed since.',
  })
  @ApiBody({
    type: ProvisionOptionsDto,
    required: false,
    examples: {
      team: { value: { teams: ['Service desk'] } },
      agents: { value: { agents: ['jonas.weber@example.org', 'mara.lindqvist@example.org'] } },
      asBefore: { value: {} },
    },
  })
  @ApiOkResponse({ type: ProvisionRunDto })
  @ApiAcceptedResponse({ type: ProvisionRunDto, description: 'The run continues; see `Location`.' })
  @ApiProblems(400, 404, 409, 412, 422)
  async provision(
    @CurrentAdmin() admin: Admin,
    @Param('slug') slug: string,
    @Query() { mode }: ProvisionQueryDto,
    @Body() wish: ProvisionOptionsDto,
    @Headers('if-match') ifMatch: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ProvisionRunDto> {
    const run = await this.start.run(admin, { slug, mode, wish: { ...wish }, isCurrent: precondition(ifMatch) });
    void reply.header('location', `/admin/tenants/${slug}/provision/${run.id}`);
    if (run.status === 'running') void reply.status(HttpStatus.ACCEPTED);
    return { ...run, steps: [...run.steps] };
  }

  /** Progress of the run and its steps so far. The last 20 runs of a tenant are kept. */
  @Get(':runId')
  @ApiOperation({ operationId: 'getProvisionRun', summary: 'Get a provisioning run' })
  @ApiParam({
    name: 'runId',
    example: '0b6c3f0e-3c7e-4a55-9a5c-0a7d5f5b0c11',
    description: 'The id of the run, as the call that started it answered.',
  })
  @ApiOkResponse({ type: ProvisionRunDto })
  @ApiProblems(404)
  async get(@Param('slug') slug: string, @Param('runId') runId: string): Promise<ProvisionRunDto> {
    const run = await this.read.one(slug, runId);
    return { ...run, steps: [...run.steps] };
  }
}
