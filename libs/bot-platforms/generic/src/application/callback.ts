import type { Secret } from '#kernel';
import { type Tenant, TenantIncomplete, validSecrets } from '#tenant-config';
import { Webhook } from 'standardwebhooks';
import { missingSettings } from './missing-settings.js';

/** Where the tenant's bot receives events, and the secrets that sign them. */
export interface Callback {
  readonly url: string;
  /** Two during a rotation. */
  readonly secrets: readonly Secret[];
}

/** @throws TenantIncomplete */
export function callbackOf(tenant: Tenant): Callback {
  const { bot } = tenant;
  const { callbackUrl } = bot.settings;
  const { callbackSecret } = bot.secrets;
  if (typeof callbackUrl === 'string' && callbackSecret)
    return { url: callbackUrl, secrets: validSecrets(tenant, 'bot.callbackSecret') };
  throw new TenantIncomplete(missingSettings(bot.settings, callbackSecret ? ['callbackSecret'] : []));
}

/** The headers of Standard Webhooks; a receiver accepts the call if one of the signatures is valid. */
export function signedHeaders(secrets: readonly Secret[], id: string, now: Date, body: string): Record<string, string> {
  return {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
    'webhook-signature': secrets.map((secret) => new Webhook(secret.reveal()).sign(id, now, body)).join(' '),
  };
}
