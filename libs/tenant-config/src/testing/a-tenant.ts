import { newId, Secret, type TenantId } from '#kernel';
import { HANDOVER_DEFAULTS } from '../domain/settings/settings-defaults.js';
import type { BotSettings, EngageSettings, HandoverSettings, Retention, Tenant } from '../domain/tenant.js';

export type TenantOverrides = Partial<Omit<Tenant, 'engage' | 'bot' | 'handover' | 'retention'>> & {
  readonly engage?: Partial<EngageSettings>;
  readonly bot?: Partial<BotSettings>;
  readonly handover?: Partial<HandoverSettings>;
  readonly retention?: Partial<Retention>;
};

/** A fully configured tenant on the generic platform, with a new id and the given differences. */
export function aTenant({ engage, bot, handover, retention, ...own }: TenantOverrides = {}): Tenant {
  const createdAt = new Date('2026-03-02T08:00:00.000Z');
  return {
    id: newId<TenantId>(),
    slug: 'acme',
    name: 'Acme Support',
    enabled: true,
    isDefault: false,
    revision: 1,
    previousSecrets: { of: () => undefined },
    profileMapping: { rules: [], exclude: [], onCollision: 'reject' },
    createdAt,
    updatedAt: createdAt,
    ...own,
    engage: { ...ENGAGE, ...engage },
    bot: { ...BOT, ...bot },
    handover: { ...HANDOVER_DEFAULTS, ...handover },
    retention: { messageDays: 30, profileDays: 30, ...retention },
  };
}

const ENGAGE: EngageSettings = {
  baseApiUrl: 'https://acme.api.engagement.dimelo.com',
  apiAccessToken: new Secret('rest-token-of-acme-1234'),
  botCategoryId: '4f3951557aa58d1462017a8f',
  agentCategoryId: '50895dbea90ffb3c35001ace',
  sourceId: '8da592bc6fcf8bae41b2',
  realtimeEndpointUrl: 'https://acme.engagement.dimelo.com/realtime/sdk/8da592bc6fcf8bae41b2',
  realtimeAccessToken: new Secret('realtime-token-of-acme-5678'),
  webhookSecret: new Secret('webhook-secret-of-acme-9012'),
  verifyToken: 'verify-acme',
  nativeSourceIds: [],
  virtualAgent: false,
  replayWindow: 'observe',
  reenableWebhook: true,
  redact: [],
  botIdentity: { id: 'bot', screenname: 'Bot' },
  agentIdentity: { id: 'agent', screenname: 'Agent' },
};

const BOT: BotSettings = {
  platform: 'generic',
  settings: { callbackUrl: 'https://bot.example/events' },
  secrets: { callbackSecret: new Secret('whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=') },
};
