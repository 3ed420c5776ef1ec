import type { TenantId } from '#kernel';
import type { TenantDocument } from '../domain/stored-tenant.js';

/** A row of `tenants`; its JSON was checked when it was written. */
export interface TenantRow {
  readonly tenant_id: TenantId;
  readonly slug: string;
  readonly name: string;
  readonly enabled: boolean;
  readonly is_default: boolean;
  readonly engage: TenantDocument['engage'];
  readonly bot: TenantDocument['bot'];
  readonly handover: TenantDocument['handover'];
  readonly profile_mapping: TenantDocument['profileMapping'];
  readonly retention: TenantDocument['retention'];
  readonly revision: string;
  readonly created_at: Date;
  readonly updated_at: Date;
}

export function documentOf(row: TenantRow): TenantDocument {
  return {
    slug: row.slug,
    name: row.name,
    enabled: row.enabled,
    default: row.is_default,
    engage: row.engage,
    bot: row.bot,
    handover: row.handover,
    profileMapping: row.profile_mapping,
    retention: row.retention,
  };
}
