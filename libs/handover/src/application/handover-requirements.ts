import { type Tenant, TenantIncomplete } from '#tenant-config';
import type { Conversation } from '../domain/conversation.js';

const BY_REST = ['baseApiUrl', 'apiAccessToken', 'botCategoryId', 'agentCategoryId'] as const;
const BY_SEND_API = ['sourceId', 'realtimeEndpointUrl', 'realtimeAccessToken'] as const;

/**
 * Where Engage owns the conversation's channel, nothing goes by the Send API.
 *
 * @throws TenantIncomplete naming every setting of Engage that a handover cannot do without
 */
export function requireEngage(tenant: Tenant, conversation?: Pick<Conversation, 'engageChannel'>): void {
  const needed = conversation?.engageChannel ? BY_REST : [...BY_REST, ...BY_SEND_API];
  const missing = needed.filter((name) => tenant.engage[name] === undefined).map((name) => `engage.${name}`);
  if (missing.length > 0) throw new TenantIncomplete(missing);
}
