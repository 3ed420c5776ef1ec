import type { BotCall } from '#bot-platforms';
import type { BotEvent } from '#handover';
import type { CognigyCall } from './cognigy-calls.js';
import type { CognigyEndpoint, CognigySettings } from './cognigy-settings.js';
import { signature, SIGNATURE_HEADER, TIMESTAMP_HEADER } from './transformer-signature.js';

/**
 * Cognigy's headers for the key if "API Key Authentication" of a Webhook Endpoint is on: the first since 2026.16, the
 * second before. An installation reads the one that it knows, so both are sent.
 */
const ENDPOINT_KEY_HEADERS = ['x-cognigy-endpoint-key', 'X-Webhook-Key'];

type Ids = Pick<BotEvent, 'userId' | 'sessionId'>;

/** The HTTP request of a call: to the Endpoint service or, for notify and inject if so configured, to the API service. */
export function requestOf(
  settings: CognigySettings,
  endpoint: CognigyEndpoint,
  { userId, sessionId }: Ids,
  call: CognigyCall,
  nowMs: number,
): Omit<BotCall, 'tenantId'> {
  const { service, source, ...document } = call;
  const { urlToken } = endpoint;
  const { legacyApi } = settings;
  const ids = { userId, sessionId };
  if (legacyApi && service !== 'input') {
    const body = JSON.stringify({ ...ids, URLToken: urlToken, ...document });
    const key = { 'X-API-Key': legacyApi.apiKey.reveal() };
    return { url: `${legacyApi.baseUrl}/v2.0/endpoint/${service}`, ...headersOf(settings, body, nowMs, key), body };
  }
  const body = JSON.stringify({ ...ids, ...document, ...(source && { source }) });
  const path = service === 'input' ? '' : `${service}/`;
  return {
    url: `${settings.endpointBaseUrl}/${path}${encodeURIComponent(urlToken)}`,
    ...headersOf(settings, body, nowMs, endpointKey(settings, endpoint)),
    body,
  };
}

/** Signed with the current secret and, while it is rotated, with the previous one for a script that still has it. */
function headersOf(
  settings: CognigySettings,
  body: string,
  nowMs: number,
  key: Record<string, string>,
): Pick<BotCall, 'headers' | 'formerHeaders'> {
  const { formerTransformerSecret: former } = settings;
  const headers = { ...signed(settings, body, nowMs), ...key };
  if (!former) return { headers };
  return { headers, formerHeaders: { ...signed({ transformerSecret: former }, body, nowMs), ...key } };
}

function signed(
  { transformerSecret }: Pick<CognigySettings, 'transformerSecret'>,
  body: string,
  nowMs: number,
): Record<string, string> {
  const timestamp = String(Math.floor(nowMs / 1000));
  return { [TIMESTAMP_HEADER]: timestamp, [SIGNATURE_HEADER]: signature(transformerSecret, timestamp, body) };
}

function endpointKey({ nativeApiKey }: CognigySettings, { isNative }: CognigyEndpoint): Record<string, string> {
  if (!isNative || !nativeApiKey) return {};
  return Object.fromEntries(ENDPOINT_KEY_HEADERS.map((name) => [name, nativeApiKey.reveal()]));
}

/** A notify call without a session: Cognigy and our transformer can refuse it, but it reaches no one. */
export function probeOf(
  settings: CognigySettings,
  endpoint: CognigyEndpoint,
  nowMs: number,
): Pick<BotCall, 'url' | 'headers' | 'body'> {
  const { legacyApi, endpointBaseUrl } = settings;
  const isLegacy = legacyApi !== undefined && !endpoint.isNative;
  const body = isLegacy ? JSON.stringify({ URLToken: endpoint.urlToken }) : '{}';
  const key = isLegacy ? { 'X-API-Key': legacyApi.apiKey.reveal() } : endpointKey(settings, endpoint);
  return {
    url: isLegacy
      ? `${legacyApi.baseUrl}/v2.0/endpoint/notify`
      : `${endpointBaseUrl}/notify/${encodeURIComponent(endpoint.urlToken)}`,
    headers: { ...signed(settings, body, nowMs), ...key },
    body,
  };
}
