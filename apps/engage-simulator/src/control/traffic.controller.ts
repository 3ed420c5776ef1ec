import { Controller, HttpCode, Post } from '@nestjs/common';
import { DomainEvents, type EventDraft } from '../domain/domain-events.js';
import { badRequest } from '../domain/engage.errors.js';
import { EngageState } from '../domain/state/engage-state.js';
import { IdSource } from '../domain/ids.js';
import type { WebhookRecord } from '../domain/state/model.js';
import { WebhookHealth } from '../outbound/webhook-health.js';
import { NativeCustomers } from '../phone/native-customers.js';
import { presentContent, presentWebhook } from '../rest/presenters.js';
import { REGISTRABLE_EVENTS } from '../rest/administration/registrable-events.js';
import { ControlBody, JsonBody } from './json-body.js';

/** Input from elsewhere: customers of native sources, foreign events, webhooks registered in the user interface. */
@Controller('_sim')
export class TrafficController {
  constructor(
    private readonly state: EngageState,
    private readonly customers: NativeCustomers,
    private readonly events: DomainEvents,
    private readonly health: WebhookHealth,
    private readonly ids: IdSource,
  ) {}

  /** A customer writes on a source that Engage itself serves. */
  @Post('customer/messages')
  @HttpCode(200)
  async write(@JsonBody() body: ControlBody): Promise<unknown> {
    const source = this.state.sources.require(body.text('sourceId') ?? this.customers.sources()[0]?.id);
    const content = await this.customers.write(source, {
      userId: body.text('userId') ?? 'native-customer',
      name: body.text('name'),
      text: body.text('text'),
      attachments: body.value('attachments'),
      thread: body.text('thread'),
      id: body.text('id'),
      private: body.flag('private'),
      inReplyTo: body.text('inReplyTo'),
      payload: body.text('payload'),
    });
    return content ? presentContent(this.state, content) : {};
  }

  /** Emits an event unchanged, e.g. one of another source or of an unknown type. */
  @Post('events')
  @HttpCode(204)
  emit(@JsonBody() body: ControlBody): void {
    const resource = body.value('resource') as EventDraft['resource'] | undefined;
    if (typeof resource?.metadata !== 'object' || resource.metadata === null)
      throw badRequest('resource must be { type, id, metadata }');
    this.events.emit({
      type: body.required('type'),
      userId: body.text('userId') ?? null,
      resource,
      action: body.text('action') ?? null,
    });
  }

  /** Registers a webhook as an administrator would; `verify: false` enables it without the check. */
  @Post('webhooks')
  @HttpCode(200)
  async register(@JsonBody() body: ControlBody): Promise<unknown> {
    const token = this.state.tokens.all()[0];
    const url = body.required('url');
    if (!URL.canParse(url)) throw badRequest('url must be a URL');
    const webhook: WebhookRecord = this.state.webhooks.add({
      ...this.ids.stamp(),
      name: body.text('name') ?? 'webhook',
      active: true,
      staging_use: false,
      url,
      verify_token: body.text('verifyToken') ?? null,
      secret: body.text('secret') ?? null,
      webhook_status: 'enabled',
      registered_events: body.texts('events') ?? [...REGISTRABLE_EVENTS],
      token_id: token?.id ?? '',
    });
    if (body.value('verify') !== false) await this.health.verify(webhook);
    return presentWebhook(this.state, webhook);
  }
}
