import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { guessingBits, isPattern, weaknessOf } from './index.js';

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

describe('guessingBits', () => {
  it.each(['12345678', 'abcdefgh', 'hgfedcba', 'acmeacmeacme', '2468246824682468'])(
    'does not count what repeats or continues in %j',
    (text) => {
      expect(guessingBits(text)).toBeLessThan(32);
    },
  );

  it('takes away nothing from random texts', () => {
    for (let round = 0; round < 1_000; round++) {
      expect(guessingBits(randomBytes(24).toString('base64url'))).toBeGreaterThan(128);
      expect(guessingBits(randomBytes(16).toString('hex'))).toBeGreaterThan(96);
    }
  });

  it('says how much is missing, without the value', () => {
    expect(weaknessOf('acme1acme1acme1', 12, 48)).toBe(
      'must be harder to guess: about 31 bits of randomness, at least 48 are needed',
    );
  });

  it('takes no time for the longest text', () => {
    expect(guessingBits('ab'.repeat(512))).toBeLessThan(32);
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
