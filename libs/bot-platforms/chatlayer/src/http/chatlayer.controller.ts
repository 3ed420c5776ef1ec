import { Controller, Get, HttpCode, Param, Post, Query, RawBody } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiProblems, BodyLimit } from '#web';
import { AuthenticateWebhook, type Query as WebhookQuery } from '../application/authenticate-webhook.js';
import { ReceiveWebhook } from '../application/receive-webhook.js';
import { readJsonObject } from '../application/webhook-call.js';

/** A transcript covers the whole conversation. */
const MAX_BODY_BYTES = 5 * 1024 * 1024;

/** The offload webhook of a tenant's Chatlayer bot; Chatlayer adds its token as a query parameter. */
@ApiTags('Bots: Chatlayer')
@Controller('v1/chatlayer/:webhookKey')
export class ChatlayerController {
  constructor(
    private readonly authenticate: AuthenticateWebhook,
    private readonly webhook: ReceiveWebhook,
  ) {}

  /** Chatlayer calls this when the provider is saved, and saves nothing when it fails. */
  @Get()
  @ApiOperation({ summary: 'Let Chatlayer check the webhook' })
  @ApiProblems(401, 403, 404)
  async health(@Param('webhookKey') webhookKey: string, @Query() query: WebhookQuery): Promise<object> {
    await this.authenticate.byAddress(webhookKey, query);
    this.authenticate.healthCheck(query);
    return { status: 'ok' };
  }

  /** `messages`: everything that customers and the bot say. `offload`: a customer wants an agent. */
  @Post()
  @BodyLimit(MAX_BODY_BYTES)
  @HttpCode(200)
  @ApiOperation({ summary: 'Take messages and offloads from Chatlayer' })
  @ApiProblems(400, 401, 403, 404, 413)
  async receive(
    @Param('webhookKey') webhookKey: string,
    @Query() query: WebhookQuery,
    @RawBody() rawBody: Buffer | undefined,
  ): Promise<object> {
    const tenant = await this.authenticate.byAddress(webhookKey, query);
    const body = readJsonObject(rawBody ?? Buffer.alloc(0));
    this.authenticate.call(tenant, query, body);
    return this.webhook.run(tenant, body);
  }
}
