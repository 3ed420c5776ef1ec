import { createHmac, timingSafeEqual } from 'node:crypto';

export const SIGNATURE_HEADER = 'x-smccsdk-signature';

/** Hex HMAC-SHA512 of the raw bytes, keyed with the source's access token taken as text. */
export function sign(body: Buffer | string, accessToken: string): string {
  return createHmac('sha512', accessToken).update(body).digest('hex');
}

export function isSignedBy(body: Buffer, signature: string | undefined, accessToken: string): boolean {
  const expected = Buffer.from(sign(body, accessToken));
  const given = Buffer.from((signature ?? '').toLowerCase());
  return given.length === expected.length && timingSafeEqual(given, expected);
}
