import { Injectable } from '@nestjs/common';
import { type BotEvent, BotPlatform } from '#handover';
import { type Tenant, TenantIncomplete } from '#tenant-config';
import { BotHttpClient } from '../../adapters/bot-http-client.js';

/** Sends every event to a bot by a POST with its token. */
@Injectable()
export class ExampleBotPlatform extends BotPlatform {
  override readonly name = 'example';

  constructor(private readonly http: BotHttpClient) {
    super();
  }

  override destination(tenant: Tenant): string {
    return new URL(farSideOf(tenant).url).host;
  }

  override async deliver(tenant: Tenant, { id, sessionId, data }: BotEvent, signal: AbortSignal): Promise<void> {
    const { url, token } = farSideOf(tenant);
    const headers = { authorization: `Bearer ${token}` };
    await this.http.post({ tenantId: tenant.id, url, headers, body: JSON.stringify({ id, sessionId, data }) }, signal);
  }
}

/** Settings that are missing before the bot can be called, e.g. `bot.token`. */
export function missingOf(settings: object, secrets: readonly string[]): string[] {
  return [...('eventsUrl' in settings ? [] : ['bot.eventsUrl']), ...(secrets.includes('token') ? [] : ['bot.token'])];
}

/** @throws TenantIncomplete */
export function farSideOf({ bot }: Tenant): { url: string; token: string } {
  const { eventsUrl } = bot.settings;
  const { token } = bot.secrets;
  if (typeof eventsUrl === 'string' && token) return { url: eventsUrl, token: token.reveal() };
  throw new TenantIncomplete(missingOf(bot.settings, token ? ['token'] : []));
}
