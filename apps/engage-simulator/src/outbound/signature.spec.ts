import { describe, expect, it } from 'vitest';
import { fixture } from '../testing/fixture.js';
import { isSignedBy, sign } from './signature.js';

interface Vector {
  readonly name: string;
  readonly key: string;
  readonly bodyBase64: string;
  readonly signature: string;
}

describe('the signature', () => {
  it.each(fixture<Vector[]>('signatures.json'))('is over the raw bytes: $name', ({ key, bodyBase64, signature }) => {
    const body = Buffer.from(bodyBase64, 'base64');
    expect(sign(body, key)).toBe(signature);
    expect(isSignedBy(body, signature.toUpperCase(), key)).toBe(true);
  });

  it.each([undefined, '', 'short', 'ü'.repeat(64)])('is refused when it is %j', (signature) => {
    expect(isSignedBy(Buffer.from('{}'), signature, 'key')).toBe(false);
  });
});
