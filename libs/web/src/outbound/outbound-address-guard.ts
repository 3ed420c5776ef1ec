import { lookup as resolve, type LookupAddress, type LookupOptions } from 'node:dns';
import { Agent as HttpAgent, type AgentOptions } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { Injectable } from '@nestjs/common';
import { AppConfig } from '#config';
import { ForbiddenAddress } from './forbidden-address.error.js';
import { isLocalHost, isPublicAddress } from './public-address.js';

export interface OutboundAgents {
  readonly httpAgent: HttpAgent;
  readonly httpsAgent: HttpsAgent;
}

type Connect = (this: HttpAgent, options: { host?: string | null }, done: (error: Error) => void) => unknown;

/**
 * Keeps calls to tenants' URLs away from private, loopback, link-local and other special addresses, unless
 * `ALLOW_PRIVATE_NETWORKS` is set. Names are judged by what they resolve to at the moment of connecting, so that a name
 * cannot change its mind after a check.
 */
@Injectable()
export class OutboundAddressGuard {
  constructor(private readonly config: AppConfig) {}

  /** What is wrong with a URL as a setting; `undefined` when nothing is. Resolves no names. */
  faultOf(text: string): string | undefined {
    if (!URL.canParse(text)) return 'must be a URL';
    const url = new URL(text);
    if (url.protocol !== 'https:' && url.protocol !== 'http:') return 'must be an http or https URL';
    if (url.username || url.password) return 'must not hold credentials';
    if (this.config.allowPrivateNetworks) return undefined;
    if (url.protocol !== 'https:') return 'must be an https URL';
    return isLocalHost(url.hostname) ? 'must not point to a private or local address' : undefined;
  }

  /** Keep-alive agents whose every new connection is checked; a refused one fails with `ForbiddenAddress`. */
  agents(options: AgentOptions = {}): OutboundAgents {
    const settings = { keepAlive: true, ...options, lookup: this.lookup };
    const agents = { httpAgent: new HttpAgent(settings), httpsAgent: new HttpsAgent(settings) };
    if (!this.config.allowPrivateNetworks) for (const agent of Object.values(agents)) refuseForbiddenLiterals(agent);
    return agents;
  }

  /** As `dns.lookup`, failing with `ForbiddenAddress` when any of the name's addresses must not be called. */
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

/** Node asks no `lookup` about a host that is an address already. */
function refuseForbiddenLiterals(agent: HttpAgent): void {
  const connect = (agent as unknown as { createConnection: Connect }).createConnection;
  const guarded: Connect = function (options, done) {
    const host = options.host ?? '';
    if (isIP(host) && !isPublicAddress(host)) return done(new ForbiddenAddress());
    return connect.call(this, options, done);
  };
  Object.assign(agent, { createConnection: guarded });
}
