import type { Secret } from '#kernel';
import { type Tenant, TenantIncomplete, validSecrets } from '#tenant-config';
import { Webhook } from 'standardwebhooks';
import { missingSettings } from './missing-settings.js';

/** Where the tenant's bot takes events, and what they are signed with. */
export interface Callback {
  readonly url: string;
  /** Two while one is rotated. */
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

/** The headers of Standard Webhooks; a receiver takes the call when one of the signatures is right. */
export function signedHeaders(secrets: readonly Secret[], id: string, now: Date, body: string): Record<string, string> {
  return {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
    'webhook-signature': secrets.map((secret) => new Webhook(secret.reveal()).sign(id, now, body)).join(' '),
  };
}
