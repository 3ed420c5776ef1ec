import { Body, Controller, HttpCode, Post, UseGuards } from '@nestjs/common';
import { ApiAcceptedResponse, ApiBasicAuth, ApiBody, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { CurrentTenant, type Tenant } from '#tenant-config';
import { ApiProblems, BodyLimit } from '#web';
import { AcceptFlowOutput } from '../application/accept-flow-output.js';
import { cognigySettings } from '../application/cognigy-settings.js';
import { COGNIGY_TAG } from './cognigy-tag.js';
import { CognigyRouteDto } from './message.dto.js';
import { OUTPUTS_PASSWORD_AUTH } from './outputs-password-scheme.js';
import { OutputsGuard } from './outputs.guard.js';
import { toFlowOutput, WebhookOutputDto } from './webhook-output.dto.js';

/** An output may be as large as Cognigy allows. */
const MAX_BODY_BYTES = 1024 * 1024;

@ApiTags(COGNIGY_TAG.name)
@ApiBasicAuth(OUTPUTS_PASSWORD_AUTH)
@UseGuards(OutputsGuard)
@Controller('v1/cognigy/outputs/:webhookKey')
export class CognigyOutputsController {
  constructor(private readonly outputs: AcceptFlowOutput) {}

  /** Called by a Webhook Endpoint for every output of its flow. */
  @Post()
  @BodyLimit(MAX_BODY_BYTES)
  @HttpCode(202)
  @ApiOperation({ operationId: 'reportCognigyOutput', summary: 'Report an output of a Webhook Endpoint' })
  @ApiParam({ name: 'webhookKey', description: 'The last part of the URL in the setup guide.' })
  @ApiBody({ type: WebhookOutputDto })
  @ApiAcceptedResponse({ type: CognigyRouteDto })
  @ApiProblems(400, 401, 403, 409)
  accept(@CurrentTenant() tenant: Tenant, @Body() body: object): Promise<CognigyRouteDto> {
    return this.outputs.run(tenant, toFlowOutput(body, cognigySettings(tenant).urlTokens));
  }
}
