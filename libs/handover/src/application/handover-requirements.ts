import { type Tenant, TenantIncomplete } from '#tenant-config';

const NEEDED = [
  'baseApiUrl',
  'apiAccessToken',
  'botCategoryId',
  'agentCategoryId',
  'sourceId',
  'realtimeEndpointUrl',
  'realtimeAccessToken',
] as const;

/** @throws TenantIncomplete naming every setting of Engage that a handover cannot do without */
export function requireEngage(tenant: Tenant): void {
  const missing = NEEDED.filter((name) => tenant.engage[name] === undefined).map((name) => `engage.${name}`);
  if (missing.length > 0) throw new TenantIncomplete(missing);
}
