import type { EngageSettings } from '#tenant-config';

type Addresses = Pick<EngageSettings, 'baseApiUrl' | 'realtimeEndpointUrl'>;

/** Whether the address is on the tenant's own Engage domain, so that others may be unable to read it. */
export function liesInEngage(engage: Addresses, url: URL): boolean {
  return originsOf(engage).includes(url.origin);
}

/**
 * Whether the file is one that the tenant's REST token opens. An address comes from bots and customers, and the token opens
 * everything in Engage: it is shown to the path of attachments only, on the very origins that the tenant's settings name.
 */
export function needsToken(engage: Addresses, url: URL): boolean {
  return liesInEngage(engage, url) && /^\/attachments\/[\w-]+(?:\/[^/]*)?$/.test(url.pathname);
}

function originsOf({ baseApiUrl, realtimeEndpointUrl }: Addresses): string[] {
  const addresses = [baseApiUrl, baseApiUrl?.replace('.api.', '.'), realtimeEndpointUrl];
  return addresses.flatMap((address) => (address && URL.canParse(address) ? new URL(address).origin : []));
}
