import { isJsonObject, type JsonObject, type JsonValue } from '#kernel';

type Path = readonly string[];

/** `legacyApi.apiKey` names a member of an object among the settings. */
export function pathOf(name: string): string[] {
  return name.split('.');
}

export function valueAt(settings: JsonObject, [first = '', ...rest]: Path): JsonValue | undefined {
  const value = Object.hasOwn(settings, first) ? settings[first] : undefined;
  return rest.length === 0 ? value : isJsonObject(value) ? valueAt(value, rest) : undefined;
}

/** The settings without this one; objects around it stay, even if empty. */
export function without(settings: JsonObject, [first = '', ...rest]: Path): JsonObject {
  const { [first]: value, ...others } = settings;
  if (rest.length === 0) return others;
  return isJsonObject(value) ? { ...settings, [first]: without(value, rest) } : settings;
}

/** The settings with this one, unless the object that it belongs to is missing. */
export function withValue<Value>(settings: object, [first = '', ...rest]: Path, value: Value): object {
  if (rest.length === 0) return { ...settings, [first]: value };
  const inner = (settings as Record<string, unknown>)[first];
  return isJsonObject(inner) ? { ...settings, [first]: withValue(inner, rest, value) } : settings;
}
