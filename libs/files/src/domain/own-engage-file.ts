import type { EngageSettings } from '#tenant-config';

export type EngageAddresses = Pick<EngageSettings, 'baseApiUrl' | 'realtimeEndpointUrl'>;

/** Whether the address is on the tenant's own Engage domain, so that others may be unable to read it. */
export function liesInEngage(engage: EngageAddresses, url: URL): boolean {
  return originsOf(engage).includes(url.origin);
}

/**
 * Whether the file is one that the tenant's REST token opens. An address comes from bots and customers, and the token opens
 * everything in Engage: it is shown to the path of attachments only, on the very origins that the tenant's settings name.
 */
export function needsToken(engage: EngageAddresses, url: URL): boolean {
  return liesInEngage(engage, url) && /^\/attachments\/[\w-]+(?:\/[^/]*)?$/.test(url.pathname);
}

/**
 * The address of a file that Engage names, if anybody can open it. Absolute addresses are documented; a path alone is on
 * the domain's own host, as `/attachments/<id>` is.
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
