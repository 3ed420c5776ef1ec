import { Body, Controller, HttpCode, Logger, Post, Res } from '@nestjs/common';
import { ApiAcceptedResponse, ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { HandoverRefusalDto, IdempotentCall } from '#bot-platforms';
import {
  EndHandover,
  HandoverDisabled,
  HandoverUnavailable,
  type IdempotentRequest,
  SetInactivity,
  StartHandover,
} from '#handover';
import { CurrentTenant, RequiresBotKey, type Tenant } from '#tenant-config';
import { ApiProblems, ApiProblemsAs, BodyLimit } from '#web';
import type { FastifyReply } from 'fastify';
import { ChannelUnsupported, UnknownEndpoint } from '../application/cognigy.errors.js';
import { endpointAddress, requireReachableChannel } from '../application/known-endpoint.js';
import { COGNIGY_TAG } from './cognigy-tag.js';
import {
  CognigyInactivityDto,
  StartCognigyHandoverDto,
  StartedCognigyHandoverDto,
  toStartHandover,
  warningsFor,
} from './handover.dto.js';
import { callOf, CognigyCallDto, sessionIdOf } from './session.dto.js';

/** A start carries a transcript and a profile. */
const MAX_START_BYTES = 1024 * 1024;

const START_REFUSALS = [
  new UnknownEndpoint('9c41d7e05b8a4f2396e1', 'acme'),
  new ChannelUnsupported(),
  new HandoverDisabled(),
  new HandoverUnavailable('No agent is available.'),
];

/** Called by a flow's HTTP Request nodes, which wait for eight seconds by default and repeat failed calls. */
@ApiTags(COGNIGY_TAG.name)
@RequiresBotKey('cognigy')
@Controller('v1/cognigy/handovers')
export class CognigyHandoversController {
  private readonly logger = new Logger(CognigyHandoversController.name);

  constructor(
    private readonly startHandover: StartHandover,
    private readonly endHandover: EndHandover,
    private readonly setInactivity: SetInactivity,
  ) {}

  /**
   * Requests an agent. 201: a handover starts. 200: a handover is already running. 503: no agent is available; `handover.error.message` is
   * the tenant's text for the customer, if configured.
   */
  @Post()
  @BodyLimit(MAX_START_BYTES)
  @ApiOperation({ operationId: 'startCognigyHandover', summary: 'Start a handover' })
  @ApiCreatedResponse({ type: StartedCognigyHandoverDto })
  @ApiOkResponse({ type: StartedCognigyHandoverDto, description: 'A handover is already running.' })
  @ApiProblems(400)
  @ApiProblemsAs(HandoverRefusalDto, ...START_REFUSALS, 422, 503)
  async start(
    @CurrentTenant() tenant: Tenant,
    @Body() dto: StartCognigyHandoverDto,
    @IdempotentCall() call: IdempotentRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StartedCognigyHandoverDto> {
    const endpoint = endpointAddress(tenant, dto.urlToken);
    requireReachableChannel(dto.channel);
    const { created, handoverId, status } = await this.startHandover.run(tenant, toStartHandover(dto, endpoint, call));
    reply.status(created ? 201 : 200);
    const warnings = warningsFor(dto, call);
    if (warnings.length === 0) return { handoverId, status };
    this.logger.warn(
      { tenantId: tenant.id, bytes: call.body.byteLength },
      "A start is close to the maximum size of Cognigy's requests.",
    );
    return { handoverId, status, warnings };
  }

  /** Call this when the customer no longer wants an agent: the handover ends as `cancelled`. */
  @Post('cancel')
  @HttpCode(202)
  @ApiOperation({ operationId: 'cancelCognigyHandover', summary: 'Cancel the handover' })
  @ApiAcceptedResponse({ description: 'Stored; the flow receives an injected event.' })
  @ApiProblems(400, 404, 422)
  async cancel(
    @CurrentTenant() tenant: Tenant,
    @Body() dto: CognigyCallDto,
    @IdempotentCall() call: IdempotentRequest,
  ): Promise<void> {
    endpointAddress(tenant, dto.urlToken);
    const request = callOf(dto, 'cancel', call);
    await this.endHandover.run(tenant, { sessionId: sessionIdOf(dto), how: 'cancel', request });
  }

  /** Call this when the flow no longer needs the agent: the handover ends as `completed`. */
  @Post('close')
  @HttpCode(202)
  @ApiOperation({ operationId: 'closeCognigyHandover', summary: 'Close the handover' })
  @ApiAcceptedResponse({ description: 'Stored; the flow receives an injected event.' })
  @ApiProblems(400, 404, 422)
  async close(
    @CurrentTenant() tenant: Tenant,
    @Body() dto: CognigyCallDto,
    @IdempotentCall() call: IdempotentRequest,
  ): Promise<void> {
    endpointAddress(tenant, dto.urlToken);
    const request = callOf(dto, 'close', call);
    await this.endHandover.run(tenant, { sessionId: sessionIdOf(dto), how: 'close', request });
  }

  /** The flow receives an event each time this number of minutes passes without a message, about one second late at most. */
  @Post('inactivity')
  @HttpCode(202)
  @ApiOperation({ operationId: 'watchCognigyInactivity', summary: 'Watch for a silent customer' })
  @ApiAcceptedResponse({ description: 'The timer is restarted.' })
  @ApiProblems(400, 404, 422)
  async inactivity(
    @CurrentTenant() tenant: Tenant,
    @Body() dto: CognigyInactivityDto,
    @IdempotentCall() call: IdempotentRequest,
  ): Promise<void> {
    endpointAddress(tenant, dto.urlToken);
    const { minutes } = dto;
    const request = callOf(dto, 'inactivity', call);
    await this.setInactivity.run(tenant, { sessionId: sessionIdOf(dto), ...(minutes && { minutes }), request });
  }
}
