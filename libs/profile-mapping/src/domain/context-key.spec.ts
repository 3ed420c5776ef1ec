import { describe, expect, it } from 'vitest';
import { joinContextKeys, suffixed, toContextKey } from './context-key.js';

describe('toContextKey', () => {
  it.each([
    ['city', 'city'],
    ['lastOrder', 'lastOrder'],
    ['customer_tier', 'customer-tier'],
    ['address2', 'address-two'],
    ['a12', 'a-one-two'],
    ['2fa', 'two-fa'],
    ['10', 'one-zero'],
    ['é_à-ö', 'e-a-o'],
    ['Straße', 'Stra-e'],
    ['__proto__', 'proto'],
    [' a  .  b! ', 'a-b'],
    ['x²', 'x-two'],
    ['имя', ''],
    ['___', ''],
    ['', ''],
    ['\0\uD800', ''],
  ])('turns %j into %j', (name, key) => {
    expect(toContextKey(name)).toBe(key);
  });

  it('stays short without a hyphen at its end', () => {
    expect(toContextKey(`${'a'.repeat(99)}_b`)).toBe('a'.repeat(99));
  });
});

it('joins keys, leaving out the empty ones', () => {
  expect(joinContextKeys('a', 'b')).toBe('a-b');
  expect(joinContextKeys('', 'b')).toBe('b');
  expect(joinContextKeys('a', '')).toBe('a');
  expect(joinContextKeys('', '')).toBe('');
});

it('spells suffixes digit by digit', () => {
  expect(suffixed('city', 2)).toBe('city-two');
  expect(suffixed('city', 12)).toBe('city-one-two');
});
