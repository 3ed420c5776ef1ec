import { cleanText, isJsonObject, type JsonObject, type JsonValue } from '#kernel';

const MAX_TEXT = 100_000;
const MAX_URL = 2048;

/** A member that is an object, else an empty one. */
export function objectIn(value: JsonValue | undefined): JsonObject {
  return isJsonObject(value) ? value : {};
}

/** The objects of a list; `[]` for anything else. */
export function objectsIn(value: JsonValue | undefined): JsonObject[] {
  return Array.isArray(value) ? value.filter(isJsonObject) : [];
}

/** Text as PostgreSQL can hold it, trimmed of nothing; undefined for any other type and for blank text. */
export function textIn(value: JsonValue | undefined): string | undefined {
  if (typeof value !== 'string' || value.trim() === '') return undefined;
  return cleanText(value.slice(0, MAX_TEXT));
}

/** The first of these that is text. */
export function firstText(...values: (JsonValue | undefined)[]): string | undefined {
  for (const value of values) {
    const text = textIn(value);
    if (text !== undefined) return text;
  }
  return undefined;
}

/** An address to open: http or https, of sensible length. */
export function urlIn(value: JsonValue | undefined): string | undefined {
  const url = textIn(value);
  if (url === undefined || url.length > MAX_URL || !URL.canParse(url)) return undefined;
  return ['http:', 'https:'].includes(new URL(url).protocol) ? url : undefined;
}
