import { Controller, Delete, Get, HttpCode, Param, Post, Put, UseGuards } from '@nestjs/common';
import { notFound, unprocessable } from '../domain/engage.errors.js';
import { EngageState } from '../domain/engage-state.js';
import { IdSource } from '../domain/ids.js';
import type { WebhookRecord } from '../domain/model.js';
import { WebhookHealth } from '../outbound/webhook-health.js';
import { AccessTokenGuard, Caller, type Call } from './caller.js';
import { page, type Page } from './pages.js';
import type { Params } from './params.js';
import { presentWebhook } from './presenters.js';
import { isRegistrable } from './registrable-events.js';

const MAX_SECRET = 255;

/** Registrations of the token that calls. */
@Controller('1.0/webhooks')
@UseGuards(AccessTokenGuard)
export class WebhooksController {
  constructor(
    private readonly state: EngageState,
    private readonly ids: IdSource,
    private readonly health: WebhookHealth,
  ) {}

  @Get()
  list(@Caller() { params, token }: Call): Page {
    const own = this.state.webhooks.filter((webhook) => webhook.token_id === token.id);
    return page(own, params, (webhook) => presentWebhook(this.state, webhook));
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
    const webhook = this.state.webhooks.add({
      ...this.ids.stamp(),
      ...{
        name: params.text('name') ?? `${new URL(url).host} webhook`,
        active: params.flag('active') ?? true,
        staging_use: params.flag('staging_use') ?? false,
      },
      ...{
        url,
        verify_token: params.text('verify_token') ?? null,
        secret: secret(params) ?? null,
        webhook_status: 'disabled',
        registered_events: events,
        token_id: token.id,
      },
    });
    if (webhook.active) void this.health.verify(webhook);
    return presentWebhook(this.state, webhook);
  }

  /** Enabling it, a new secret or a new URL has it verified again. */
  @Put(':id')
  update(@Caller() call: Call, @Param('id') id: string): unknown {
    const webhook = this.own(call, id);
    const { params } = call;
    const before = { active: webhook.active, secret: webhook.secret, url: webhook.url };
    const events = registeredEvents(params);
    if (params.has('registered_events') && !events) throw unprocessable("Registered events can't be blank");
    Object.assign(webhook, {
      ...{
        url: this.url(params, call.token.id, webhook) ?? webhook.url,
        registered_events: events ?? webhook.registered_events,
      },
      ...{
        name: params.text('name') ?? webhook.name,
        active: params.flag('active') ?? webhook.active,
        staging_use: params.flag('staging_use') ?? webhook.staging_use,
      },
      ...{
        verify_token: params.text('verify_token') ?? webhook.verify_token,
        secret: secret(params) ?? webhook.secret,
      },
    });
    if (!webhook.active) webhook.webhook_status = 'disabled';
    else if (!before.active || before.secret !== webhook.secret || before.url !== webhook.url)
      void this.health.verify(webhook);
    return presentWebhook(this.state, webhook);
  }

  @Delete(':id')
  remove(@Caller() call: Call, @Param('id') id: string): unknown {
    const webhook = this.own(call, id);
    this.state.webhooks.remove(webhook.id);
    return presentWebhook(this.state, webhook);
  }

  private own({ token }: Call, id: string): WebhookRecord {
    const webhook = this.state.webhooks.require(id);
    if (webhook.token_id !== token.id) throw notFound();
    return webhook;
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
