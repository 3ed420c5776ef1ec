import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

/** IANA gives global IPv6 addresses out of 2000::/3 only; the library treats the unassigned rest as global, too. */
const GLOBAL_IPV6 = ipaddr.IPv6.parseCIDR('2000::/3');

/** Whether the whole internet can reach an address: it is neither private, loopback, link-local nor otherwise special. */
export function isPublicAddress(text: string): boolean {
  const address = ipaddr.process(text);
  return address.range() === 'unicast' && (address instanceof ipaddr.IPv4 || address.match(GLOBAL_IPV6));
}

/** Whether the host of a URL is visibly not public. Resolves no names. */
export function isLocalHost(hostname: string): boolean {
  const host = hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
  return isIP(host) ? !isPublicAddress(host) : host === 'localhost' || host.endsWith('.localhost');
}
