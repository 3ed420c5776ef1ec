import { Controller, Delete, Get, HttpCode, Param, Post, Put, UseGuards } from '@nestjs/common';
import { may } from '../../domain/administration/rights.js';
import { notFound, unprocessable } from '../../domain/engage.errors.js';
import { EngageState } from '../../domain/state/engage-state.js';
import { IdSource } from '../../domain/ids.js';
import type { WebhookRecord } from '../../domain/state/model.js';
import { WebhookHealth } from '../../outbound/webhook-health.js';
import { AccessTokenGuard, Caller, type Call } from '../caller.js';
import { page, type Page } from '../pages.js';
import type { Params } from '../params.js';
import { presentWebhook } from '../presenters.js';
import { isRegistrable } from './registrable-events.js';

const MAX_SECRET = 255;

/** Those of the user's own tokens; every token's with the right `manage_api_access_tokens`. */
@Controller('1.0/webhooks')
@UseGuards(AccessTokenGuard)
export class WebhooksController {
  constructor(
    private readonly state: EngageState,
    private readonly ids: IdSource,
    private readonly health: WebhookHealth,
  ) {}

  @Get()
  list(@Caller() call: Call): Page {
    const own = this.state.webhooks.filter((webhook) => this.isOwn(call, webhook));
    return page(own, call.params, (webhook) => presentWebhook(this.state, webhook));
  }

  @Get(':id')
  get(@Caller() call: Call, @Param('id') id: string): unknown {
    return presentWebhook(this.state, this.own(call, id));
  }

  @Post()
  @HttpCode(200)
  create(@Caller() { params, token }: Call): unknown {
    const url = this.url(params, token.id);
    if (url === undefined) throw unprocessable("Url can't be blank");
    const events = registeredEvents(params);
    if (!events) throw unprocessable("Registered events can't be blank");
    const webhook: WebhookRecord = {
      ...this.ids.stamp(),
      name: `${new URL(url).host} webhook`,
      active: true,
      staging_use: false,
      url,
      verify_token: null,
      secret: null,
      webhook_status: 'disabled',
      registered_events: events,
      token_id: token.id,
    };
    applySettings(webhook, params);
    this.state.webhooks.add(webhook);
    if (webhook.active) void this.health.verify(webhook);
    return presentWebhook(this.state, webhook);
  }

  /** It is verified again after it is enabled, or gets a new secret or URL. */
  @Put(':id')
  update(@Caller() call: Call, @Param('id') id: string): unknown {
    const webhook = this.own(call, id);
    const { params } = call;
    const before = { ...webhook };
    const url = this.url(params, webhook.token_id, webhook);
    const events = registeredEvents(params);
    if (params.has('registered_events') && !events) throw unprocessable("Registered events can't be blank");
    applySettings(webhook, params);
    Object.assign(webhook, url ? { url } : {}, events ? { registered_events: events } : {});
    const changed = !before.active || before.secret !== webhook.secret || before.url !== webhook.url;
    if (!webhook.active) webhook.webhook_status = 'disabled';
    else if (changed) void this.health.verify(webhook);
    return presentWebhook(this.state, webhook);
  }

  @Delete(':id')
  remove(@Caller() call: Call, @Param('id') id: string): unknown {
    const webhook = this.own(call, id);
    this.state.webhooks.remove(webhook.id);
    return presentWebhook(this.state, webhook);
  }

  private own(call: Call, id: string): WebhookRecord {
    const webhook = this.state.webhooks.require(id);
    if (!this.isOwn(call, webhook)) throw notFound();
    return webhook;
  }

  private isOwn({ user }: Call, { token_id }: WebhookRecord): boolean {
    if (may(this.state, user, 'manage_api_access_tokens')) return true;
    return this.state.tokens.get(token_id)?.user_id === user.id;
  }

  /** Unique per token. */
  private url(params: Params, tokenId: string, current?: WebhookRecord): string | undefined {
    const url = params.text('url');
    if (url === undefined) return undefined;
    if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) throw unprocessable('Url is invalid');
    if (this.state.webhooks.find((other) => other !== current && other.token_id === tokenId && other.url === url))
      throw unprocessable('Url has already been taken');
    return url;
  }
}

function applySettings(webhook: WebhookRecord, params: Params): void {
  webhook.name = params.text('name') ?? webhook.name;
  webhook.active = params.flag('active') ?? webhook.active;
  webhook.staging_use = params.flag('staging_use') ?? webhook.staging_use;
  webhook.verify_token = params.text('verify_token') ?? webhook.verify_token;
  webhook.secret = secret(params) ?? webhook.secret;
}

function registeredEvents(params: Params): string[] | undefined {
  const events = params.list('registered_events');
  const unknown = events?.find((event) => !isRegistrable(event));
  if (unknown !== undefined) throw unprocessable('Registered events is invalid');
  return events && events.length > 0 ? events : undefined;
}

function secret(params: Params): string | undefined {
  const value = params.text('secret');
  if (value !== undefined && (value.length > MAX_SECRET || !/^[\x20-\x7e]+$/.test(value)))
    throw unprocessable('Secret is invalid');
  return value;
}
