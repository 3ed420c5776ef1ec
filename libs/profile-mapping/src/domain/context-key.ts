import { codePoints, toLatin } from './latin.js';
import { LIMITS } from './profile-mapping.js';

const DIGITS = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'];

/**
 * The name as Engage accepts it in `context_data`: letters and single hyphens between them. Letters of other scripts are transliterated
 * (`имя` → `imya`), digits spelled one by one (`address2` → `address-two`), everything else becomes a hyphen. Empty if the
 * name has no letter and no digit.
 */
export function toContextKey(name: string): string {
  const beginning = name.slice(0, LIMITS.nameLength);
  return keyOf(toLatin(beginning)) || keyOf(codePoints(beginning));
}

function keyOf(latin: string): string {
  return shorten(latin.replace(/[0-9]/g, (digit) => `-${DIGITS[Number(digit)]}-`).replace(/[^A-Za-z]+/g, '-'));
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
