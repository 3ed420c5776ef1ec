import type { JsonObject, TenantId } from '#kernel';
import type { ProfileMapping } from '#profile-mapping';
import type { HealthSummary } from './checks/tenant-health.js';
import type { PreviousSecret } from './secrets/previous-secrets.js';
import { HANDOVER_DEFAULTS, PROFILE_MAPPING_DEFAULTS, RETENTION_DEFAULTS } from './settings/settings-defaults.js';
import type { SourceFault } from './source-fault.js';
import type { EngageSettings, HandoverSettings, Retention } from './tenant.js';

/** Secrets of the Engage side; those of the bot side are named by its platform. */
export const ENGAGE_SECRETS = ['apiAccessToken', 'realtimeAccessToken', 'webhookSecret'] as const;

export type EngageDocument = Partial<Omit<EngageSettings, (typeof ENGAGE_SECRETS)[number]>>;

/** A tenant as administrators wrote it: without defaults, and without secrets. */
export interface TenantDocument {
  readonly slug: string;
  readonly name: string;
  readonly enabled: boolean;
  readonly default: boolean;
  readonly engage: EngageDocument;
  /** `platform` and what its settings class declares. */
  readonly bot: JsonObject & { readonly platform: string };
  readonly handover: Partial<HandoverSettings>;
  readonly profileMapping: Partial<ProfileMapping>;
  readonly retention: Partial<Retention>;
}

export interface StoredTenant {
  readonly id: TenantId;
  readonly revision: number;
  readonly document: TenantDocument;
  /** Last four characters of every configured secret, by its path (`engage.webhookSecret`). */
  readonly secrets: Readonly<Record<string, string>>;
  /** Secrets that were replaced and are still valid, by name. */
  readonly previousSecrets: readonly PreviousSecret[];
  readonly sourceFaults: readonly SourceFault[];
  readonly health: HealthSummary;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

type Completed = Pick<TenantDocument, 'slug' | 'name' | 'enabled' | 'bot'> & {
  readonly handover: HandoverSettings;
  readonly profileMapping: ProfileMapping;
  readonly retention: Retention;
};

/** The document with defaults for what it leaves out. */
export function completed({
  slug,
  name,
  enabled,
  bot,
  handover,
  profileMapping,
  retention,
}: TenantDocument): Completed {
  return {
    slug,
    name,
    enabled,
    bot,
    handover: { ...HANDOVER_DEFAULTS, ...handover },
    profileMapping: { ...PROFILE_MAPPING_DEFAULTS, ...profileMapping },
    retention: { ...RETENTION_DEFAULTS, ...retention },
  };
}
