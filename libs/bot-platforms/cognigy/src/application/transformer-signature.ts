import type { Secret } from '#kernel';
import { hmac, sameSecret } from '#web';

/** How far the clocks may be apart, and how old a call may be. */
const WINDOW_S = 300;

export const TIMESTAMP_HEADER = 'x-connector-timestamp';
export const SIGNATURE_HEADER = 'x-connector-signature';

/** `sha256=` and the hex HMAC-SHA256 of `<unix seconds>.<body>`; the same in both directions. */
export function signature(secret: Secret, timestamp: string, body: Buffer | string): string {
  return `sha256=${hmac('sha256', secret, `${timestamp}.`, body)}`;
}

/** The signature that authenticates a caller. */
export interface CallSignature {
  readonly timestamp: string;
  readonly signature: string;
}

/** The headers, if they have the form of a signature and a time within five minutes of our clock; checked without the body. */
export function recentSignature(timestamp: unknown, given: unknown, nowMs: number): CallSignature | undefined {
  if (typeof timestamp !== 'string' || typeof given !== 'string') return undefined;
  const hasForm = /^\d{1,12}$/.test(timestamp) && /^sha256=[\da-f]{64}$/.test(given);
  const isRecent = Math.abs(nowMs / 1000 - Number(timestamp)) <= WINDOW_S;
  return hasForm && isRecent ? { timestamp, signature: given } : undefined;
}

/** Whether the body, byte for byte as received, was signed with the secret. */
export function isSignedWith(secret: Secret, given: CallSignature, body: Buffer): boolean {
  return sameSecret(given.signature, signature(secret, given.timestamp, body));
}
