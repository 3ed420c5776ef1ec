import { createHmac } from 'node:crypto';
import type { Secret } from '#kernel';

/** The HMAC of what the parts are together, in lower-case hex. The secret is the key as text, as Engage and bots take it. */
export function hmac(hash: 'sha256' | 'sha512', secret: Secret, ...parts: readonly (Buffer | string)[]): string {
  const mac = createHmac(hash, secret.reveal());
  for (const part of parts) mac.update(part);
  return mac.digest('hex');
}
