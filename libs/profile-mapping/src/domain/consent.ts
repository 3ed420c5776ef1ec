import { isJsonObject, type JsonObject, type JsonValue } from '#kernel';
import type { Dropped, ProfileMapping } from './profile-mapping.js';

/** Bot platforms store flags as booleans or as text. */
const GIVEN: readonly JsonValue[] = [true, 'true'];

/**
 * Whether the profile may be sent: there is a value at the path, and all values there are `true`. Always true if the
 * tenant requires no consent.
 */
export function hasConsent(
  profile: JsonObject,
  { requireConsent: path }: Pick<ProfileMapping, 'requireConsent'>,
): boolean {
  if (path === undefined) return true;
  const values = valuesAt(profile, path);
  return values.length > 0 && values.every((value) => GIVEN.includes(value));
}

/** What is dropped without consent: everything. */
export function withheld(profile: JsonObject): Dropped[] {
  return Object.keys(profile).map((path) => ({ path, reason: 'no-consent' }));
}

/** A key that contains dots has the same path as nested keys. */
function valuesAt(object: JsonObject, path: string): JsonValue[] {
  return Object.entries(object).flatMap(([name, value]) => {
    if (name === path) return [value];
    const isAbove = name !== '' && path.startsWith(`${name}.`) && isJsonObject(value);
    return isAbove ? valuesAt(value, path.slice(name.length + 1)) : [];
  });
}
