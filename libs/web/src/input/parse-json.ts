import { ExactNumber, type JsonValue, readJson } from '#kernel';
import { MalformedJson } from './invalid-input.error.js';
import { API_JSON, type JsonLimits, limitJson } from './json-limits.js';

/** Drops a byte order mark. It is fatal because broken UTF-8 read as U+FFFD would make different ids the same. */
const decoder = new TextDecoder('utf-8', { fatal: true });

/**
 * Parses JSON from untrusted callers within limits, and without `__proto__` members, which would change the prototype
 * of whatever they are merged into.
 *
 * @throws JsonTooComplex before anything is parsed
 * @throws MalformedJson, also for bytes that are not UTF-8; it never repeats the text
 */
export function parseJson(bytes: Uint8Array, limits: JsonLimits = API_JSON): JsonValue {
  const text = decode(bytes);
  limitJson(text, limits);
  let value: JsonValue;
  try {
    value = readJson(text);
  } catch {
    throw new MalformedJson('The body is not valid JSON.'); // no cause: its message repeats parts of the body
  }
  if (/__proto__|\\u00/.test(text)) dropProto(value);
  return value;
}

function decode(bytes: Uint8Array): string {
  try {
    return decoder.decode(bytes);
  } catch {
    throw new MalformedJson('The body is not valid UTF-8. Send the body as UTF-8, also if you omit `charset`.');
  }
}

function dropProto(value: JsonValue): void {
  if (typeof value !== 'object' || value === null || value instanceof ExactNumber) return;
  if (Object.hasOwn(value, '__proto__')) Reflect.deleteProperty(value, '__proto__');
  for (const item of Object.values(value)) dropProto(item);
}
