import type { Tenant } from '#tenant-config';
import { ChannelUnsupported, UnknownEndpoint } from './cognigy.errors.js';
import { cognigySettings } from './cognigy-settings.js';

/** Endpoints that Cognigy's notify and inject do not reach. */
const DEAF_CHANNELS = ['rest'];

/** @throws UnknownEndpoint, TenantIncomplete */
export function requireEndpoint(tenant: Tenant, urlToken: string): void {
  if (!cognigySettings(tenant).urlTokens.includes(urlToken)) throw new UnknownEndpoint();
}

/** @throws ChannelUnsupported when an agent's answer could never arrive */
export function requireHearingChannel(channel: string | null | undefined): void {
  if (DEAF_CHANNELS.includes(channel?.toLowerCase() ?? '')) throw new ChannelUnsupported();
}
