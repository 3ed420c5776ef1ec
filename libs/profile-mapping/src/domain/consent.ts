import { isJsonObject, type JsonObject, type JsonValue } from '#kernel';
import type { Dropped, ProfileMapping } from './profile-mapping.js';

/** Bot platforms keep flags as booleans or as their texts. */
const GIVEN: readonly JsonValue[] = [true, 'true'];

/**
 * Whether the customer lets the profile be sent: every value at the path is `true`, and there is one. Always the case where the
 * tenant does not require it.
 */
export function hasConsent(
  profile: JsonObject,
  { requireConsent: path }: Pick<ProfileMapping, 'requireConsent'>,
): boolean {
  if (path === undefined) return true;
  const values = valuesAt(profile, path);
  return values.length > 0 && values.every((value) => GIVEN.includes(value));
}

/** What is left out without consent: all of it. */
export function withheld(profile: JsonObject): Dropped[] {
  return Object.keys(profile).map((path) => ({ path, reason: 'no-consent' }));
}

/** A key that itself holds dots has the same path as nested ones. */
function valuesAt(object: JsonObject, path: string): JsonValue[] {
  return Object.entries(object).flatMap(([name, value]) => {
    if (name === path) return [value];
    const isAbove = name !== '' && path.startsWith(`${name}.`) && isJsonObject(value);
    return isAbove ? valuesAt(value, path.slice(name.length + 1)) : [];
  });
}
