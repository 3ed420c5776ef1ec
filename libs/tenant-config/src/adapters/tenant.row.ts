import type { TenantId } from '#kernel';
import { HANDOVER_DEFAULTS, PROFILE_MAPPING_DEFAULTS, RETENTION_DEFAULTS } from '../domain/settings-defaults.js';
import type { StoredEngage, StoredTenant, TenantSettings } from '../domain/stored-tenant.js';

/** A row of `tenants`. Its JSON was checked when it was written; parts that a newer version added may be missing. */
export interface TenantRow {
  readonly tenant_id: TenantId;
  readonly slug: string;
  readonly name: string;
  readonly enabled: boolean;
  readonly is_default: boolean;
  readonly engage: StoredEngage;
  readonly bot: TenantSettings['bot'];
  readonly handover: Partial<TenantSettings['handover']>;
  readonly profile_mapping: Partial<TenantSettings['profileMapping']>;
  readonly retention: Partial<TenantSettings['retention']>;
  readonly revision: string;
  readonly created_at: Date;
  readonly updated_at: Date;
}

export function settingsOf(row: TenantRow): TenantSettings {
  return {
    slug: row.slug,
    name: row.name,
    enabled: row.enabled,
    default: row.is_default,
    engage: row.engage,
    bot: row.bot,
    handover: { ...HANDOVER_DEFAULTS, ...row.handover },
    profileMapping: { ...PROFILE_MAPPING_DEFAULTS, ...row.profile_mapping },
    retention: { ...RETENTION_DEFAULTS, ...row.retention },
  };
}

export function storedTenantOf(row: TenantRow & { readonly hints: Record<string, string> }): StoredTenant {
  return {
    id: row.tenant_id,
    revision: Number(row.revision),
    settings: settingsOf(row),
    secrets: row.hints,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
