import { type Tenant, TenantIncomplete } from '#tenant-config';
import { hmac } from '#web';
import { NEEDED_EVENT_TYPES } from '#webhook-ingress';
import type { Site } from '../domain/wish.js';

/** The tenant's settings for Engage. @throws TenantIncomplete without the address or the token of the REST API */
export function siteOf({ slug, engage }: Tenant, engageUrl: string): Site {
  const { baseApiUrl, apiAccessToken, realtimeEndpointUrl, realtimeAccessToken, webhookSecret } = engage;
  if (baseApiUrl === undefined || apiAccessToken === undefined)
    throw new TenantIncomplete([
      ...(baseApiUrl === undefined ? ['engage.baseApiUrl'] : []),
      ...(apiAccessToken === undefined ? ['engage.apiAccessToken'] : []),
    ]);
  const { sourceId, nativeSourceIds, botCategoryId, agentCategoryId, verifyToken, botIdentity, agentIdentity } = engage;
  // keyed, so that a short secret cannot be guessed from the mark in the database
  const mark = webhookSecret && hmac('sha256', apiAccessToken, webhookSecret.reveal());
  return {
    slug,
    baseApiUrl,
    engageUrl,
    sourceId,
    nativeSourceIds,
    botCategoryId,
    agentCategoryId,
    canSend: realtimeEndpointUrl !== undefined && realtimeAccessToken !== undefined,
    verifyToken,
    botIdentity,
    agentIdentity,
    secretMark: mark?.slice(0, 32),
    events: NEEDED_EVENT_TYPES,
  };
}

/** Host of the REST API: ids belong to it. */
export const domainOf = ({ baseApiUrl }: Site): string => new URL(baseApiUrl).host;
