import type { JsonObject, TenantId } from '#kernel';
import type { ProfileMapping } from '#profile-mapping';
import type { HandoverSettings, PuppetIdentity, Retention } from './tenant.js';

/** `engage` of a tenant as it is stored: what was set, without secrets. */
export interface StoredEngage {
  readonly baseApiUrl?: string;
  readonly botCategoryId?: string;
  readonly agentCategoryId?: string;
  readonly sourceId?: string;
  readonly realtimeEndpointUrl?: string;
  readonly verifyToken?: string;
  readonly nativeSourceIds?: readonly string[];
  readonly botIdentity?: PuppetIdentity;
  readonly agentIdentity?: PuppetIdentity;
}

/** The settings of a tenant without secrets: what administrators edit. */
export interface TenantSettings {
  readonly slug: string;
  readonly name: string;
  readonly enabled: boolean;
  readonly default: boolean;
  readonly engage: StoredEngage;
  /** `platform` and what its settings class declares. */
  readonly bot: JsonObject & { readonly platform: string };
  readonly handover: HandoverSettings;
  readonly profileMapping: ProfileMapping;
  readonly retention: Retention;
}

/** A tenant as it is stored, its secrets only hinted at. */
export interface StoredTenant {
  readonly id: TenantId;
  readonly revision: number;
  readonly settings: TenantSettings;
  /** Last four characters of every configured secret, by its path (`engage.webhookSecret`). */
  readonly secrets: Readonly<Record<string, string>>;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** Secrets of the Engage side; those of the bot side are named by its platform. */
export const ENGAGE_SECRETS = ['apiAccessToken', 'realtimeAccessToken', 'webhookSecret'] as const;
