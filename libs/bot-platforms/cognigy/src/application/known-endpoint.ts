import type { JsonObject } from '#kernel';
import type { Tenant } from '#tenant-config';
import { ChannelUnsupported, UnknownEndpoint } from './cognigy.errors.js';
import { cognigySettings } from './cognigy-settings.js';

/** Endpoints that Cognigy's notify and inject do not reach. */
const UNREACHABLE_CHANNELS = ['rest'];

/** For reports of our transformer. @throws UnknownEndpoint, TenantIncomplete */
export function requireEndpoint(tenant: Tenant, urlToken: string): void {
  if (!cognigySettings(tenant).urlTokens.includes(urlToken)) throw new UnknownEndpoint(urlToken, tenant.slug);
}

/**
 * For the calls of a flow's nodes, which also run on the Webhook Endpoint for Engage's own sources.
 *
 * @returns what is stored of the Endpoint with a conversation: nothing for that one, which is in the settings
 * @throws UnknownEndpoint, TenantIncomplete
 */
export function endpointAddress(tenant: Tenant, urlToken: string): JsonObject {
  if (cognigySettings(tenant).nativeUrlToken === urlToken) return {};
  requireEndpoint(tenant, urlToken);
  return { urlToken };
}

/** @throws ChannelUnsupported when an agent's answer could never arrive */
export function requireReachableChannel(channel: string | null | undefined): void {
  if (UNREACHABLE_CHANNELS.includes(channel?.toLowerCase() ?? '')) throw new ChannelUnsupported();
}
