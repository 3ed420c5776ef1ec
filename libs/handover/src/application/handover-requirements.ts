import { type Tenant, TenantIncomplete } from '#tenant-config';
import type { Conversation } from '../domain/conversation.js';

const BY_REST = ['baseApiUrl', 'apiAccessToken', 'botCategoryId', 'agentCategoryId'] as const;
const BY_SEND_API = ['sourceId', 'realtimeEndpointUrl', 'realtimeAccessToken'] as const;

/**
 * Where Engage owns the channel, nothing goes by the Send API.
 *
 * @param conversation left out: any conversation of the tenant
 * @throws TenantIncomplete naming every setting of Engage that a handover cannot do without
 */
export function requireEngage(tenant: Tenant, conversation?: Pick<Conversation, 'engageChannel'>): void {
  const { sourceId, nativeSourceIds } = tenant.engage;
  const isEngages = conversation ? conversation.engageChannel : nativeSourceIds.length > 0 && sourceId === undefined;
  const needed = isEngages ? BY_REST : [...BY_REST, ...BY_SEND_API];
  const missing = needed.filter((name) => tenant.engage[name] === undefined).map((name) => `engage.${name}`);
  if (missing.length > 0) throw new TenantIncomplete(missing);
}
