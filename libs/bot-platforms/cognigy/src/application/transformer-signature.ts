import { createHmac } from 'node:crypto';
import { sameSecret } from '#bot-platforms';
import type { Secret } from '#kernel';

/** How far the clocks may be apart, and how old a call may be. */
const WINDOW_S = 300;

export const TIMESTAMP_HEADER = 'x-connector-timestamp';
export const SIGNATURE_HEADER = 'x-connector-signature';

/** `sha256=` and the hex HMAC-SHA256 of `<unix seconds>.<body>`; the same in both directions. */
export function signature(secret: Secret, timestamp: string, body: Buffer | string): string {
  return `sha256=${createHmac('sha256', secret.reveal()).update(`${timestamp}.`).update(body).digest('hex')}`;
}

export interface SignedCall {
  readonly timestamp: unknown;
  readonly signature: unknown;
  /** As received, byte for byte. */
  readonly body: Buffer;
}

/** Whether the call was signed with the secret, not longer than five minutes ago (or ahead of our clock). */
export function isSignedWith(secret: Secret, call: SignedCall, nowMs: number): boolean {
  const { timestamp, body } = call;
  if (typeof timestamp !== 'string' || typeof call.signature !== 'string' || !/^\d{1,12}$/.test(timestamp))
    return false;
  const isRecent = Math.abs(nowMs / 1000 - Number(timestamp)) <= WINDOW_S;
  return sameSecret(call.signature, signature(secret, timestamp, body)) && isRecent;
}
