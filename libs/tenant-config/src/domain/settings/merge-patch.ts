import { isJsonObject, type JsonObject, type JsonValue } from '#kernel';

/** Applies a JSON merge patch (RFC 7396): objects are merged, `null` removes, everything else replaces. */
export function mergePatch(target: JsonValue | undefined, patch: JsonObject): JsonObject {
  const merged = new Map<string, JsonValue>(isJsonObject(target) ? Object.entries(target) : []);
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) merged.delete(key);
    else merged.set(key, isJsonObject(value) ? mergePatch(merged.get(key), value) : value);
  }
  return Object.fromEntries(merged);
}

/** Whether the patch removes the member: by `null` for itself or for an object around it. */
export function removes(patch: JsonObject, [first = '', ...rest]: readonly string[]): boolean {
  const value = patch[first];
  return value === null || (rest.length > 0 && isJsonObject(value) && removes(value, rest));
}

/** Dotted paths of the members that a patch touches. */
export function touchedPaths(patch: JsonObject, parent = ''): string[] {
  return Object.entries(patch).flatMap(([key, value]) =>
    isJsonObject(value) && parent === '' ? touchedPaths(value, `${key}.`) : [`${parent}${key}`],
  );
}
