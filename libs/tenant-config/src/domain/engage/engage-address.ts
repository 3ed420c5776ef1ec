import { BOT_IDENTITY_DEFAULT, AGENT_IDENTITY_DEFAULT } from '../settings/settings-defaults.js';
import type { ENGAGE_SECRETS, EngageDocument } from '../stored-tenant.js';
import type { EngageSettings } from '../tenant.js';

/** Engage's own hosts: `<domain>.<host>` serves people and the Send API, `<domain>.api.<host>` the REST API. */
const ENGAGE_HOST = /^([a-z0-9-]+)(?:\.api)?\.(engagement\.dimelo\.com|digital\.ringcentral\.com)$/;

/**
 * The REST base URL for a pasted text: with or without scheme, `.api`, `/1.0`, slash, or another page of the
 * domain. A host that is not Engage's keeps scheme, host and port. `undefined` if it is no address.
 */
export function normaliseBaseApiUrl(pasted: string): string | undefined {
  const url = parseUrl(/^[a-z][a-z\d+.-]*:\/\//i.test(pasted.trim()) ? pasted.trim() : `https://${pasted.trim()}`);
  if (!url || url.username || url.password) return undefined;
  const [, domain, host] = ENGAGE_HOST.exec(url.hostname) ?? [];
  return domain ? `https://${domain}.api.${host}` : url.origin;
}

/** The source id at the end of a realtime endpoint URL (`…/realtime/sdk/<source id>`). */
export function sourceIdIn(realtimeEndpointUrl: string): string | undefined {
  const [, id] = /\/realtime\/sdk\/([^/]+)\/?$/.exec(parseUrl(realtimeEndpointUrl)?.pathname ?? '') ?? [];
  return id === undefined ? undefined : decoded(id);
}

/** The domain's address for people and the Send API: its host without `.api`. */
export function engageOrigin(baseApiUrl: string): string {
  const url = new URL(baseApiUrl);
  url.hostname = ENGAGE_HOST.test(url.hostname) ? url.hostname.replace('.api.', '.') : url.hostname;
  return url.origin;
}

/** The address of a source's Send API. */
export function realtimeUrlOf(baseApiUrl: string, sourceId: string): string {
  return `${engageOrigin(baseApiUrl)}/realtime/sdk/${encodeURIComponent(sourceId)}`;
}

/** Domain and source that identify an Engage source; `undefined` until both are known. */
export function sourceOf(engage: EngageDocument): { host: string; sourceId: string } | undefined {
  const { baseApiUrl, realtimeEndpointUrl, sourceId } = withImplied(engage);
  const address = baseApiUrl ?? (realtimeEndpointUrl && normaliseBaseApiUrl(realtimeEndpointUrl));
  return address && sourceId ? { host: new URL(address).host, sourceId } : undefined;
}

/** Adds the source id that the realtime URL implies, or the URL that base URL and source id imply. */
export function withImplied(engage: EngageDocument): EngageDocument {
  const sourceId = engage.sourceId ?? (engage.realtimeEndpointUrl && sourceIdIn(engage.realtimeEndpointUrl));
  const realtimeEndpointUrl =
    engage.realtimeEndpointUrl ?? (engage.baseApiUrl && sourceId && realtimeUrlOf(engage.baseApiUrl, sourceId));
  return { ...engage, ...(sourceId && { sourceId }), ...(realtimeEndpointUrl && { realtimeEndpointUrl }) };
}

/** The settings with everything that is implied or has a default. */
export function completedEngage(
  engage: EngageDocument,
  verifyToken: string,
): Omit<EngageSettings, (typeof ENGAGE_SECRETS)[number]> {
  const { baseApiUrl, botCategoryId, agentCategoryId, sourceId, realtimeEndpointUrl } = withImplied(engage);
  return {
    baseApiUrl,
    botCategoryId,
    agentCategoryId,
    sourceId,
    realtimeEndpointUrl,
    verifyToken: engage.verifyToken ?? verifyToken,
    nativeSourceIds: engage.nativeSourceIds ?? [],
    virtualAgent: engage.virtualAgent ?? false,
    replayWindow: engage.replayWindow ?? 'observe',
    reenableWebhook: engage.reenableWebhook ?? true,
    redact: engage.redact ?? [],
    botIdentity: engage.botIdentity ?? BOT_IDENTITY_DEFAULT,
    agentIdentity: engage.agentIdentity ?? AGENT_IDENTITY_DEFAULT,
  };
}

function parseUrl(text: string): URL | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  return url && (url.protocol === 'https:' || url.protocol === 'http:') && url.hostname ? url : undefined;
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined; // an invalid escape: no id
  }
}
