import type { Secret } from '#kernel';
import { type Tenant, TenantIncomplete } from '#tenant-config';
import { Webhook } from 'standardwebhooks';
import { missingSettings } from './missing-settings.js';

/** Where the tenant's bot takes events, and what they are signed with. */
export interface Callback {
  readonly url: string;
  readonly secret: Secret;
}

/** @throws TenantIncomplete */
export function callbackOf({ bot }: Tenant): Callback {
  const { callbackUrl } = bot.settings;
  const { callbackSecret } = bot.secrets;
  if (typeof callbackUrl === 'string' && callbackSecret) return { url: callbackUrl, secret: callbackSecret };
  throw new TenantIncomplete(missingSettings(bot.settings, callbackSecret ? ['callbackSecret'] : []));
}

/** The headers of Standard Webhooks. */
export function signedHeaders(secret: Secret, id: string, now: Date, body: string): Record<string, string> {
  return {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
    'webhook-signature': new Webhook(secret.reveal()).sign(id, now, body),
  };
}
