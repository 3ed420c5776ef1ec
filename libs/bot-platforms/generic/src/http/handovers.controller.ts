import { Body, Controller, HttpCode, Post, Res } from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiBody,
  ApiCreatedResponse,
  ApiHeader,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import { HandoverRefusalDto, IdempotentCall } from '#bot-platforms';
import {
  EndHandover,
  HandoverDisabled,
  HandoverUnavailable,
  SetInactivity,
  StartHandover,
  type IdempotentRequest,
} from '#handover';
import { CurrentTenant, RequiresBotKey, type Tenant } from '#tenant-config';
import { ApiProblems, ApiProblemsAs, BodyLimit } from '#web';
import type { FastifyReply } from 'fastify';
import { HANDOVER_EXAMPLES } from './generic-examples.js';
import { GENERIC_TAG } from './generic-tag.js';
import {
  InactivityDto,
  HandoverReferenceDto,
  StartedHandoverDto,
  StartHandoverDto,
  toStartHandover,
} from './handover.dto.js';
import { sessionIdOf } from './session.dto.js';

/** A start carries a transcript and a profile. */
const MAX_START_BYTES = 1024 * 1024;

@ApiTags(GENERIC_TAG.name)
@ApiHeader({
  name: 'Idempotency-Key',
  required: false,
  description: 'Your id of this call. A repeat with the same id has no second effect.',
})
@RequiresBotKey('generic')
@Controller('v1/handovers')
export class HandoversController {
  constructor(
    private readonly startHandover: StartHandover,
    private readonly endHandover: EndHandover,
    private readonly setInactivity: SetInactivity,
  ) {}

  /**
   * 201: a handover starts. 200: a handover is already running. The problem document of a refused start has the member `handover`, too: 503
   * while no agent is available, with the tenant's text for the customer as `handover.error.message`, if configured.
   */
  @Post()
  @BodyLimit(MAX_START_BYTES)
  @ApiOperation({ operationId: 'startHandover', summary: 'Start a handover' })
  @ApiBody({ type: StartHandoverDto, examples: HANDOVER_EXAMPLES })
  @ApiCreatedResponse({ type: StartedHandoverDto })
  @ApiOkResponse({ type: StartedHandoverDto, description: 'A handover is already running.' })
  @ApiProblems(400, 422)
  @ApiProblemsAs(HandoverRefusalDto, new HandoverDisabled(), new HandoverUnavailable('No agent is available.'), 503)
  async start(
    @CurrentTenant() tenant: Tenant,
    @Body() dto: StartHandoverDto,
    @IdempotentCall() call: IdempotentRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StartedHandoverDto> {
    const { created, ...started } = await this.startHandover.run(tenant, toStartHandover(dto, call));
    reply.status(created ? 201 : 200);
    return started;
  }

  /** Call this when the customer no longer wants an agent: the handover ends as `cancelled`. */
  @Post('cancel')
  @HttpCode(202)
  @ApiOperation({ operationId: 'cancelHandover', summary: 'Cancel the handover' })
  @ApiAcceptedResponse({ description: 'Stored; the bot receives a handover.status event.' })
  @ApiProblems(400, 404, 422)
  cancel(
    @CurrentTenant() tenant: Tenant,
    @Body() dto: HandoverReferenceDto,
    @IdempotentCall() request: IdempotentRequest,
  ): Promise<void> {
    return this.endHandover.run(tenant, { sessionId: sessionIdOf(dto), how: 'cancel', request });
  }

  /** Call this when your bot no longer needs the agent: the handover ends as `completed`. */
  @Post('close')
  @HttpCode(202)
  @ApiOperation({ operationId: 'closeHandover', summary: 'Close the handover' })
  @ApiAcceptedResponse({ description: 'Stored; the bot receives a handover.status event.' })
  @ApiProblems(400, 404, 422)
  close(
    @CurrentTenant() tenant: Tenant,
    @Body() dto: HandoverReferenceDto,
    @IdempotentCall() request: IdempotentRequest,
  ): Promise<void> {
    return this.endHandover.run(tenant, { sessionId: sessionIdOf(dto), how: 'close', request });
  }

  /**
   * You receive a `handover.status` event `inactivity` when the customer is silent for this time. Without `minutes` the tenant's setting
   * applies.
   */
  @Post('inactivity')
  @HttpCode(202)
  @ApiOperation({ operationId: 'watchInactivity', summary: 'Watch for a silent customer' })
  @ApiAcceptedResponse({ description: 'The timer starts now, and restarts with every message of the customer.' })
  @ApiProblems(400, 404, 422)
  inactivity(
    @CurrentTenant() tenant: Tenant,
    @Body() dto: InactivityDto,
    @IdempotentCall() request: IdempotentRequest,
  ): Promise<void> {
    const minutes = dto.minutes ?? undefined;
    return this.setInactivity.run(tenant, {
      sessionId: sessionIdOf(dto),
      request,
      ...(minutes !== undefined && { minutes }),
    });
  }
}
