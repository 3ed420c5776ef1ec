import { Injectable } from '@nestjs/common';
import { BotHttpClient } from '#bot-platforms';
import { BotPlatform, type BotEvent } from '#handover';
import { Clock, type Secret } from '#kernel';
import { TenantIncomplete, type Tenant } from '#tenant-config';
import { Webhook } from 'standardwebhooks';
import { missingSettings } from '../application/missing-settings.js';

/** Tells a bot by a POST to its callback URL, signed as Standard Webhooks says. */
@Injectable()
export class GenericBotPlatform extends BotPlatform {
  override readonly name = 'generic';

  constructor(
    private readonly http: BotHttpClient,
    private readonly clock: Clock,
  ) {
    super();
  }

  override destination(tenant: Tenant): string {
    return new URL(callbackOf(tenant).url).host;
  }

  override async deliver(tenant: Tenant, event: BotEvent, signal: AbortSignal): Promise<void> {
    const { url, secret } = callbackOf(tenant);
    const body = JSON.stringify(documentOf(tenant, event));
    const now = this.clock.now();
    const headers = {
      'webhook-id': event.id,
      'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
      'webhook-signature': new Webhook(secret.reveal()).sign(event.id, now, body),
    };
    await this.http.post({ tenantId: tenant.id, url, headers, body }, signal);
  }
}

function callbackOf({ bot }: Tenant): { url: string; secret: Secret } {
  const { callbackUrl } = bot.settings;
  const { callbackSecret } = bot.secrets;
  if (typeof callbackUrl === 'string' && callbackSecret) return { url: callbackUrl, secret: callbackSecret };
  throw new TenantIncomplete(missingSettings(bot.settings, callbackSecret ? ['callbackSecret'] : []));
}

/** The event as the bot reads it. */
function documentOf(
  tenant: Tenant,
  { id, type, sessionId, userId, conversationId, occurredAt, sequence, data }: BotEvent,
): object {
  return { id, type, tenant: tenant.slug, sessionId, userId, conversationId, occurredAt, sequence, data };
}
