import { Body, Controller, HttpCode, Post, UseGuards } from '@nestjs/common';
import { ApiHeader, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentTenant, RequiresBotKey, type Tenant } from '#tenant-config';
import { ApiProblems, BodyLimit } from '#web';
import { AcceptPassedMessages } from '../application/accept-passed-messages.js';
import { requireEndpoint } from '../application/known-endpoint.js';
import { COGNIGY_TAG } from './cognigy-tag.js';
import { CognigyMessageDto, CognigyRouteDto, endpointMessages } from './message.dto.js';
import { TransformerSignatureGuard } from './transformer-signature.guard.js';

/** `data` may have 900 KB. */
const MAX_BODY_BYTES = 1024 * 1024;

@ApiTags(COGNIGY_TAG.name)
@ApiHeader({
  name: 'X-Connector-Timestamp',
  description: 'Unix time in seconds. It may differ by at most five minutes.',
  example: '1777887000',
})
@ApiHeader({
  name: 'X-Connector-Signature',
  description: '`sha256=` and the hex HMAC-SHA256 of `<timestamp>.<raw body>`, keyed with transformerSecret.',
})
@UseGuards(TransformerSignatureGuard) // runs second: decorators count from below
@RequiresBotKey('cognigy')
@Controller('v1/cognigy/messages')
export class CognigyMessagesController {
  constructor(private readonly messages: AcceptPassedMessages) {}

  /**
   * The Endpoint Transformer calls this for every message. The answer says whether the flow or an agent answers the
   * customer.
   */
  @Post()
  @BodyLimit(MAX_BODY_BYTES)
  @HttpCode(200)
  @ApiOperation({ operationId: 'reportCognigyMessage', summary: 'Report messages of an Endpoint' })
  @ApiOkResponse({ type: CognigyRouteDto })
  @ApiProblems(400, 404, 409, 422)
  accept(@CurrentTenant() tenant: Tenant, @Body() dto: CognigyMessageDto): Promise<CognigyRouteDto> {
    requireEndpoint(tenant, dto.urlToken);
    return this.messages.run(tenant, endpointMessages(dto));
  }
}
