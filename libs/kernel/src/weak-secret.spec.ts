import { createHash, randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { guessingBits, isPattern, weaknessOf } from './index.js';

describe('weaknessOf', () => {
  it.each(['x', '', 'short', 'aaaaaaaaaaaaaaaaaaaa', 'abababababababababab', '00000000-0000-0000-0000-000000000000'])(
    'finds %j weak',
    (text) => {
      expect(weaknessOf(text, 8)).toMatch(/^must have at least/);
    },
  );

  it('accepts secrets that are used in practice', () => {
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

  it('subtracts little for random texts, which have repetitions by chance', () => {
    for (let seed = 0; seed < 1_000; seed++) {
      const bytes = createHash('sha256').update(`seed ${seed}`).digest();
      expect([seed, guessingBits(bytes.toString('base64url', 0, 24)) > 128]).toEqual([seed, true]);
      expect([seed, guessingBits(bytes.toString('hex', 0, 16)) > 80]).toEqual([seed, true]);
    }
  });

  it('says how much is missing, without the value', () => {
    expect(weaknessOf('acme1acme1acme1', 12, 48)).toBe(
      'must be harder to guess: about 31 bits of randomness, at least 48 are needed',
    );
  });

  it('is fast for the longest text', () => {
    expect(guessingBits('ab'.repeat(512))).toBeLessThan(32);
  });
});

describe('isPattern', () => {
  it('recognises keys that were never random', () => {
    const counting = Uint8Array.from({ length: 32 }, (_, index) => index * 3);
    for (const bytes of [new Uint8Array(32), new Uint8Array(32).fill(7), counting, Buffer.from('abcd'.repeat(8))])
      expect(isPattern(bytes)).toBe(true);
  });

  it('accepts random keys, also hexadecimal ones', () => {
    for (let round = 0; round < 1_000; round++) {
      expect(isPattern(randomBytes(32))).toBe(false);
      expect(isPattern(Buffer.from(randomBytes(16).toString('hex')))).toBe(false);
    }
  });
});
