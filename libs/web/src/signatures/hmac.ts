import { createHmac } from 'node:crypto';
import type { Secret } from '#kernel';

/** The HMAC of all parts together, in lower-case hex. The key is the secret's text, as Engage and bots use it. */
export function hmac(hash: 'sha256' | 'sha512', secret: Secret, ...parts: readonly (Buffer | string)[]): string {
  const mac = createHmac(hash, secret.reveal());
  for (const part of parts) mac.update(part);
  return mac.digest('hex');
}
