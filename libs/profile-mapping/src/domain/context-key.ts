import { LIMITS } from './profile-mapping.js';

const DIGITS = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'];

/**
 * The name as Engage accepts it in `context_data`: letters and single hyphens between them. Accents are stripped, digits
 * spelled one by one (`address2` → `address-two`), all else is a hyphen. Empty when nothing of the name can be kept.
 */
export function toContextKey(name: string): string {
  return shorten(
    name
      .normalize('NFKD')
      .replace(/\p{M}/gu, '')
      .replace(/[0-9]/g, (digit) => `-${DIGITS[Number(digit)]}-`)
      .replace(/[^A-Za-z]+/g, '-'),
  );
}

/** The key of a value inside an object; either part may be empty. */
export function joinContextKeys(parent: string, child: string): string {
  return shorten(`${parent}-${child}`);
}

/** The `count`-th value under one key: `city-two`, `city-three`, …, `city-one-two`. */
export function suffixed(key: string, count: number): string {
  return `${key}-${toContextKey(String(count))}`;
}

function shorten(key: string): string {
  return key.replace(/^-/, '').slice(0, LIMITS.keyLength).replace(/-$/, '');
}
