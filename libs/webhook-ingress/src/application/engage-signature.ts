import type { Secret } from '#kernel';
import { hmac, sameSecret } from '#web';

/**
 * Engage and this service sign their calls to each other: hex HMAC-SHA512 over exactly the bytes of the body; the key
 * is the text of the source's API access token (Channel SDK, "Request and response").
 */
export function signForEngage(body: Buffer | string, token: Secret): string {
  return hmac('sha512', token, body);
}

/** Whether the text has the form of a signature. Does not need the body. */
export function canBeSignature(text: string): boolean {
  return /^[\da-f]{128}$/i.test(text);
}

/** Whether one of the given signatures belongs to the body; upper-case hex is accepted. */
export function isSignedByEngage(body: Buffer, token: Secret, signatures: readonly string[]): boolean {
  const expected = signForEngage(body, token);
  return signatures.some((signature) => sameSecret(signature.toLowerCase(), expected));
}
