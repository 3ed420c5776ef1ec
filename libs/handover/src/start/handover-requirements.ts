import { type Tenant, TenantIncomplete } from '#tenant-config';
import type { Conversation } from '#handover-rules';

const BY_REST = ['baseApiUrl', 'apiAccessToken', 'botCategoryId', 'agentCategoryId'] as const;
const BY_SEND_API = ['sourceId', 'realtimeEndpointUrl', 'realtimeAccessToken'] as const;

/**
 * Every setting of Engage that is missing for a handover. On a native source nothing is sent by the Send API.
 *
 * @param conversation left out: any conversation of the tenant
 */
export function missingForEngage(tenant: Tenant, conversation?: Pick<Conversation, 'nativeChannel'>): string[] {
  const { sourceId, nativeSourceIds } = tenant.engage;
  const isNative = conversation ? conversation.nativeChannel : nativeSourceIds.length > 0 && sourceId === undefined;
  const needed = isNative ? BY_REST : [...BY_REST, ...BY_SEND_API];
  return needed.filter((name) => tenant.engage[name] === undefined).map((name) => `engage.${name}`);
}

/** @throws TenantIncomplete naming every missing setting of Engage that a handover needs */
export function requireEngage(tenant: Tenant, conversation?: Pick<Conversation, 'nativeChannel'>): void {
  const missing = missingForEngage(tenant, conversation);
  if (missing.length > 0) throw new TenantIncomplete(missing);
}

/** The settings that a check finds missing, from its TenantIncomplete. */
export function missingIn(check: () => unknown): readonly string[] {
  try {
    check();
    return [];
  } catch (error) {
    if (error instanceof TenantIncomplete) return error.missing;
    throw error;
  }
}
