import { lookup as resolve, type LookupAddress, type LookupOptions } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { Injectable } from '@nestjs/common';
import { buildConnector } from 'undici';
import { AppConfig } from '#config';
import { ForbiddenAddress } from './forbidden-address.error.js';
import { CONNECT_MS, OutboundClient } from './outbound-client.js';
import { isLocalHost, isPublicAddress } from './public-address.js';

/**
 * Keeps calls to tenants' URLs away from private, loopback, link-local and other special addresses, unless
 * `ALLOW_PRIVATE_NETWORKS` is set. Names are checked by what they resolve to at the moment of connecting, so that a
 * name cannot resolve to another address after the check.
 */
@Injectable()
export class OutboundAddressGuard {
  constructor(private readonly config: AppConfig) {}

  /** What is wrong with a URL as a setting; `undefined` if it is valid. Resolves no names. */
  faultOf(text: string): string | undefined {
    if (!URL.canParse(text)) return 'must be a URL';
    const url = new URL(text);
    if (url.protocol !== 'https:' && url.protocol !== 'http:') return 'must be an http or https URL';
    if (url.username || url.password) return 'must not contain credentials';
    if (this.config.allowPrivateNetworks) return undefined;
    if (url.protocol !== 'https:') return 'must be an https URL';
    return isLocalHost(url.hostname) ? 'must not point to a private or local address' : undefined;
  }

  /** A client that checks every new connection; a refused one fails with `ForbiddenAddress`. */
  client(): OutboundClient {
    const connect = buildConnector({ lookup: this.lookup, timeout: CONNECT_MS, allowH2: false });
    if (this.config.allowPrivateNetworks) return new OutboundClient(connect);
    return new OutboundClient((options, done) => {
      // Node does not call `lookup` for a host that is already an address.
      const { hostname } = options;
      if (isIP(hostname) && !isPublicAddress(hostname)) return done(new ForbiddenAddress(), null);
      return connect(options, done);
    });
  }

  /** Like `dns.lookup`, but fails with `ForbiddenAddress` if any of the name's addresses must not be called. */
  readonly lookup: LookupFunction = (hostname: string, options: LookupOptions, done): void => {
    resolve(hostname, { ...options, all: true }, (error, found: LookupAddress[]) => {
      const [first] = found ?? [];
      if (error || !first) return done(error ?? new Error('The name has no address.'), []);
      if (!this.config.allowPrivateNetworks && found.some(({ address }) => !isPublicAddress(address)))
        return done(new ForbiddenAddress(), []);
      return options.all ? done(null, found) : done(null, first.address, first.family);
    });
  };
}
