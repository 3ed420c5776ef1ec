import type { Secret } from '#kernel';
import { hmac } from '#web';

/** Name of the header with the signature, in both directions. */
export const SIGNATURE_HEADER = 'X-SMCCSDK-SIGNATURE';

/** Engage's signature of a body: HMAC-SHA512 in lower-case hex over its raw bytes, keyed with the source's API access token as text. */
export function sign(rawBody: string, key: Secret): string {
  return hmac('sha512', key, rawBody);
}
