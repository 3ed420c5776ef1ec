import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { isPattern, weaknessOf } from './index.js';

describe('weaknessOf', () => {
  it.each(['x', '', 'short', 'aaaaaaaaaaaaaaaaaaaa', 'abababababababababab', '00000000-0000-0000-0000-000000000000'])(
    'finds %j weak',
    (text) => {
      expect(weaknessOf(text, 8)).toMatch(/^must have at least/);
    },
  );

  it('accepts what people really use', () => {
    for (const text of ['cognigy123', 'tok_id:tok_secret', randomBytes(8).toString('hex')])
      expect(weaknessOf(text, 8)).toBeUndefined();
  });
});

describe('isPattern', () => {
  it('recognises keys that were never random', () => {
    const counting = Uint8Array.from({ length: 32 }, (_, index) => index * 3);
    for (const bytes of [new Uint8Array(32), new Uint8Array(32).fill(7), counting, Buffer.from('abcd'.repeat(8))])
      expect(isPattern(bytes)).toBe(true);
  });

  it('lets random keys through, also those of hexadecimal text', () => {
    for (let round = 0; round < 1_000; round++) {
      expect(isPattern(randomBytes(32))).toBe(false);
      expect(isPattern(Buffer.from(randomBytes(16).toString('hex')))).toBe(false);
    }
  });
});
