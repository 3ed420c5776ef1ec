import { type EngageSettings, type Tenant, TenantIncomplete } from '#tenant-config';

type Optional = 'baseApiUrl' | 'apiAccessToken' | 'sourceId' | 'realtimeEndpointUrl' | 'realtimeAccessToken';
type Configured<Key extends Optional> = { readonly [Name in Key]: NonNullable<EngageSettings[Name]> };

/** The tenant's Engage settings, where the named ones exist. @throws TenantIncomplete with all missing ones */
export function configured<Key extends Optional>(tenant: Tenant, ...needed: Key[]): Configured<Key> {
  const missing = needed.filter((name) => tenant.engage[name] === undefined);
  if (missing.length > 0) throw new TenantIncomplete(missing.map((name) => `engage.${name}`));
  return tenant.engage as Configured<Key>;
}
