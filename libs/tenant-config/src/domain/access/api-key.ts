import { createHash, randomBytes } from 'node:crypto';
import { Secret } from '#kernel';

/** A new key with 256 bits of randomness; the prefix shows people (and secret scanners) what it is for. */
export function newApiKey(prefix: 'eha' | 'ehb'): Secret {
  return new Secret(`${prefix}_${randomBytes(32).toString('base64url')}`);
}

/** Keys are random enough for a plain SHA-256: they cannot be guessed, so a slow hash is not needed. */
export function hashOfKey(key: string): Buffer {
  return createHash('sha256').update(key).digest();
}
