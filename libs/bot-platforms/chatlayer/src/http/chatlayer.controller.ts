import { Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiBody, ApiOkResponse, ApiOperation, ApiParam, ApiQuery, ApiTags } from '@nestjs/swagger';
import { ApiProblems, BodyLimit, CurrentCaller, type IncomingBody, ReceivedBody, type RequestCaller } from '#web';
import { AuthenticateWebhook, type Query as WebhookQuery } from '../application/authenticate-webhook.js';
import { ReceiveWebhook } from '../application/receive-webhook.js';
import { readJsonObject } from '../application/webhook-call.js';
import { CHATLAYER_TAG } from './chatlayer-tag.js';
import { OFFLOAD_EXAMPLES } from './offload-examples.js';
import { WebhookStatusDto, OffloadReplyDto } from './webhook-answers.dto.js';

/** A transcript covers the whole conversation. */
const MAX_BODY_BYTES = 5 * 1024 * 1024;

/** The offload webhook of a tenant's Chatlayer bot; Chatlayer adds its token as a query parameter. */
@ApiTags(CHATLAYER_TAG.name)
@ApiParam({
  name: 'webhookKey',
  type: String,
  description: 'Shown when the tenant is created, or when the key is rotated.',
})
@ApiQuery({
  name: 'challenge.verifyToken',
  type: String,
  required: false,
  description: '`bot.verifyToken`. Optional on `offload`, unless `requireTokenOnOffload` is true.',
})
@Controller('v1/chatlayer/:webhookKey')
export class ChatlayerController {
  constructor(
    private readonly authenticate: AuthenticateWebhook,
    private readonly webhook: ReceiveWebhook,
  ) {}

  /** Chatlayer calls this when the provider is saved. If the call fails, Chatlayer does not save it. */
  @Get()
  @ApiOperation({ operationId: 'checkChatlayerWebhook', summary: 'Let Chatlayer check the webhook' })
  @ApiOkResponse({ type: WebhookStatusDto })
  @ApiProblems(401, 403, 404)
  async health(
    @Param('webhookKey') webhookKey: string,
    @Query() query: WebhookQuery,
    @CurrentCaller() caller: RequestCaller,
  ): Promise<WebhookStatusDto> {
    await this.authenticate.byAddress(caller, webhookKey, query);
    this.authenticate.healthCheck(query);
    return { status: 'ok' };
  }

  /** `messages`: everything that customers and the bot say. `offload`: a customer wants an agent. */
  @Post()
  @BodyLimit(MAX_BODY_BYTES)
  @HttpCode(200)
  @ApiOperation({ operationId: 'receiveChatlayerWebhook', summary: 'Receive messages and offloads from Chatlayer' })
  @ApiBody({ schema: { type: 'object' }, examples: OFFLOAD_EXAMPLES })
  @ApiOkResponse({ type: OffloadReplyDto })
  @ApiProblems(400, 401, 403, 404, 413)
  async receive(
    @Param('webhookKey') webhookKey: string,
    @Query() query: WebhookQuery,
    @ReceivedBody() received: IncomingBody,
    @CurrentCaller() caller: RequestCaller,
  ): Promise<object> {
    const tenant = await this.authenticate.byAddress(caller, webhookKey, query);
    const body = readJsonObject(await received.json());
    this.authenticate.call(tenant, query, body);
    return this.webhook.run(tenant, body);
  }
}
