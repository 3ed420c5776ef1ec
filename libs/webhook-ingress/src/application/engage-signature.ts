import type { Secret } from '#kernel';
import { hmac, sameSecret } from '#web';

/**
 * Engage and we sign what we send each other: hex HMAC-SHA512 over exactly the bytes of the body, with the source's API
 * access token, taken as text, as the key (Channel SDK, "Request and response").
 */
export function signForEngage(body: Buffer | string, token: Secret): string {
  return hmac('sha512', token, body);
}

/** Whether the text has the form of a signature; the body is not needed to tell. */
export function canBeSignature(text: string): boolean {
  return /^[\da-f]{128}$/i.test(text);
}

/** Whether one of the given signatures is the body's; upper-case hex is fine. */
export function isSignedByEngage(body: Buffer, token: Secret, signatures: readonly string[]): boolean {
  const expected = signForEngage(body, token);
  return signatures.some((signature) => sameSecret(signature.toLowerCase(), expected));
}
