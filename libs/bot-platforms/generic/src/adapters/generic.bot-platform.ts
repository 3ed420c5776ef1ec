import { Injectable } from '@nestjs/common';
import { BotHttpClient } from '#bot-platforms';
import { BotPlatform, type BotEvent } from '#handover';
import { Clock } from '#kernel';
import type { Tenant } from '#tenant-config';
import { callbackOf, signedHeaders } from '../application/callback.js';

/** Sends an event to a bot by a POST to its callback URL, signed by Standard Webhooks. */
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
    const { url, secrets } = callbackOf(tenant);
    const body = JSON.stringify(documentOf(tenant, event));
    const headers = signedHeaders(secrets, event.id, this.clock.now(), body);
    await this.http.post({ tenantId: tenant.id, url, headers, body }, signal);
  }
}

/** The event as the bot reads it. */
function documentOf(
  tenant: Tenant,
  { id, type, sessionId, userId, conversationId, occurredAt, sequence, data }: BotEvent,
): object {
  return { id, type, tenant: tenant.slug, sessionId, userId, conversationId, occurredAt, sequence, data };
}
