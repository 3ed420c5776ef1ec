import ipaddr from 'ipaddr.js';

/** Bytes of an IPv6 address that identify a customer's network; the customer can choose the other bytes. */
const NETWORK_BYTES = 8;

/** What counts as one address: an IPv4 address, or the /64 network of an IPv6 address. */
export function networkOf(address: string): string {
  if (!ipaddr.isValid(address)) return address;
  const parsed = ipaddr.process(address); // an IPv4 address written as IPv6 is the same
  if (parsed.kind() === 'ipv4') return parsed.toString();
  return parsed.toByteArray().slice(0, NETWORK_BYTES).join('.');
}
