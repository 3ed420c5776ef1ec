import type { EngageSettings } from '#tenant-config';

export type EngageAddresses = Pick<EngageSettings, 'baseApiUrl' | 'realtimeEndpointUrl'>;

/** Whether the address is on the tenant's own Engage domain, so that others may be unable to read it. */
export function liesInEngage(engage: EngageAddresses, url: URL): boolean {
  return originsOf(engage).includes(url.origin);
}

/**
 * Whether the tenant's REST token is sent to open the file. Addresses come from bots and customers, and the token opens
 * everything in Engage: it is sent only to the path of attachments, and only to the origins in the tenant's settings.
 */
export function needsToken(engage: EngageAddresses, url: URL): boolean {
  return liesInEngage(engage, url) && /^\/attachments\/[\w-]+(?:\/[^/]*)?$/.test(url.pathname);
}

/**
 * The absolute address of a file that Engage names; undefined if there is none. Absolute addresses are documented; a
 * path alone, such as `/attachments/<id>`, is on the domain's own host.
 */
export function webAddressOf({ realtimeEndpointUrl, baseApiUrl }: EngageAddresses, given: string): string | undefined {
  if (!given.startsWith('/')) return /^https?:/i.test(given) && URL.canParse(given) ? given : undefined;
  const host = realtimeEndpointUrl ?? baseApiUrl?.replace('.api.', '.');
  return URL.canParse(given, host) ? new URL(given, host).href : undefined;
}

function originsOf({ baseApiUrl, realtimeEndpointUrl }: EngageAddresses): string[] {
  const addresses = [baseApiUrl, baseApiUrl?.replace('.api.', '.'), realtimeEndpointUrl];
  return addresses.flatMap((address) => (address && URL.canParse(address) ? new URL(address).origin : []));
}
