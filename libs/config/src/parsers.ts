import { createSecretKey } from 'node:crypto';
import ipaddr from 'ipaddr.js';
import { isPattern, weaknessOf } from '#kernel';
import type { SecretsKey } from './app-config.js';

/** Names of the networks of RFC 1122, 3927 and 1918. */
const NAMED_NETWORKS = ['loopback', 'linklocal', 'uniquelocal'];

// Every parser throws an Error whose message says what is wrong without repeating the value.

export function port(text: string): number {
  if (!/^\d{1,5}$/.test(text) || Number(text) > 65_535) throw new Error('must be a port number, 0 to 65535.');
  return Number(text);
}

export function wholeNumber(least: number, most?: number): (text: string) => number {
  const range = most === undefined ? `from ${least} on` : `from ${least} to ${most}`;
  return (text) => {
    const isInRange = /^\d{1,9}$/.test(text) && Number(text) >= least && Number(text) <= (most ?? Infinity);
    if (!isInRange) throw new Error(`must be a whole number ${range}.`);
    return Number(text);
  };
}

/** The number of proxies, or their addresses and networks, or `none`. */
export function proxies(text: string): number | string[] {
  if (text === 'none') return 0;
  if (/^\d{1,2}$/.test(text)) return Number(text);
  const entries = text.split(',').map((entry) => entry.trim());
  if (!entries.every(isNetwork))
    throw new Error(
      `must be a number of proxies, or a list of addresses, networks (10.0.0.0/8) and ${NAMED_NETWORKS.join(', ')}.`,
    );
  return entries;
}

function isNetwork(text: string): boolean {
  return NAMED_NETWORKS.includes(text) || ipaddr.isValid(text) || ipaddr.isValidCIDR(text);
}

export function flag(text: string): boolean {
  if (!/^(true|false|1|0)$/i.test(text)) throw new Error('must be true or false.');
  return /^(true|1)$/i.test(text);
}

export function oneOf<Value extends string>(...allowed: readonly Value[]): (text: string) => Value {
  return (text) => {
    const found = allowed.find((value) => value === text);
    if (!found) throw new Error(`must be one of ${allowed.join(', ')}.`);
    return found;
  };
}

/** An http(s) URL without credentials, query and fragment; returned without a slash at the end. */
export function httpUrl(text: string): string {
  const url = parseUrl(text, ['http:', 'https:'], 'an http or https URL');
  if (url.username || url.password || url.search || url.hash)
    throw new Error('must not contain credentials, a query or a fragment.');
  return url.href.replace(/\/+$/, '');
}

export function databaseUrl(text: string): string {
  parseUrl(text, ['postgres:', 'postgresql:'], 'a postgres:// URL');
  return text;
}

/** A key must fit into an HTTP header. */
export function apiKey(minLength: number): (text: string) => string {
  return (text) => {
    if (!/^[\x21-\x7e]+$/.test(text)) throw new Error('must be visible ASCII characters without spaces.');
    return guarded(minLength)(text);
  };
}

/** A text that is neither too short nor a simple pattern. */
export function guarded(minLength: number): (text: string) => string {
  return (text) => {
    const weakness = weaknessOf(text, minLength);
    if (weakness) throw new Error(`${weakness}.`);
    return text;
  };
}

/** `id:base64(32 bytes)`, comma-separated. */
export function secretsKeys(text: string): SecretsKey[] {
  const keys = text.split(',').map(secretsKey);
  if (new Set(keys.map(({ id }) => id)).size < keys.length) throw new Error('names a key id twice.');
  if (keys.some(({ key }, index) => keys.slice(0, index).some((other) => other.key.equals(key))))
    throw new Error('names the same key under two ids.');
  return keys;
}

function secretsKey(text: string, index: number): SecretsKey {
  const [, id, encoded] = /^([A-Za-z0-9_-]{1,32}):([A-Za-z0-9+/_-]{43}=?)$/.exec(text.trim()) ?? [];
  if (!id || !encoded) throw new Error(`entry ${index + 1} must be id:base64 of exactly 32 bytes.`);
  const bytes = Buffer.from(encoded, 'base64');
  if (isPattern(bytes))
    throw new Error(`entry ${index + 1} is not random: generate one with \`openssl rand -base64 32\`.`);
  return { id, key: createSecretKey(bytes) };
}

function parseUrl(text: string, protocols: readonly string[], what: string): URL {
  if (!URL.canParse(text) || !protocols.includes(new URL(text).protocol)) throw new Error(`must be ${what}.`);
  return new URL(text);
}
