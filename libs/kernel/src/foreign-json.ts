import { cleanText } from './clean-text.js';
import { numberText } from './exact-number.js';
import { isJsonObject, type JsonObject, type JsonValue } from './json.js';
import { readJson } from './read-json.js';
import { storableId } from './storable-id.js';

/*
 * The readers of values in foreign JSON. They are lenient: a value of another type counts as absent, because the
 * systems that we talk to add, rename and retype members without notice. The caller checks what is required.
 */

const MAX_ID_LENGTH = 256;

/** The parsed value; undefined for text that is not JSON. */
export function tryReadJson(text: string): JsonValue | undefined {
  try {
    return readJson(text);
  } catch {
    return undefined; // without the reason: a SyntaxError quotes the text
  }
}

/** The object; an empty one for anything else. */
export function readObject(value: unknown): JsonObject {
  return isJsonObject(value) ? value : {};
}

/** The objects of a list; none for anything else. */
export function readObjects(value: unknown): JsonObject[] {
  return Array.isArray(value) ? value.filter(isJsonObject) : [];
}

/** The texts of a list, unchanged; none for anything else. */
export function readTexts(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

/** Text in a form that PostgreSQL can store, possibly empty; undefined for anything else. @param most characters that are read */
export function readText(value: unknown, most?: number): string | undefined {
  return typeof value === 'string' ? cleanText(value.slice(0, most)) : undefined;
}

/** The same, but undefined for blank text too. */
export function readWords(value: unknown, most?: number): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? readText(value, most) : undefined;
}

/** Text or a number, as text with all its digits; undefined for empty text and anything else. */
export function readScalar(value: unknown): string | undefined {
  return numberText(value) ?? (typeof value === 'string' && value !== '' ? value : undefined);
}

/** The texts and numbers of a list, as text; none for anything else. */
export function readScalars(value: unknown): string[] {
  return Array.isArray(value) ? value.flatMap((item) => readScalar(item) ?? []) : [];
}

/** An id of 1 to 256 characters, as text or a number, in a form that PostgreSQL can store; undefined for anything else. */
export function readId(value: unknown): string | undefined {
  const id = readScalar(value);
  return id !== undefined && id.length <= MAX_ID_LENGTH ? storableId(id) : undefined;
}

/** A number from 0 to `max`, also when written as text; undefined for anything else. */
export function readCount(value: unknown, max: number): number | undefined {
  const text = readScalar(value)?.trim() ?? '';
  const number = text === '' ? Number.NaN : Number(text);
  return number >= 0 && number <= max ? number : undefined;
}
