import { ExactNumber, type JsonValue, readJson } from '#kernel';
import { MalformedJson } from './invalid-input.error.js';
import { API_JSON, type JsonLimits, limitJson } from './json-limits.js';

const decoder = new TextDecoder(); // drops a byte order mark, and reads broken UTF-8 as U+FFFD

/**
 * Parses JSON of a stranger within limits, and without `__proto__` members, which would change the prototype of whatever
 * they are merged into.
 *
 * @throws JsonTooComplex before anything is parsed
 * @throws MalformedJson, never repeating the text
 */
export function parseJson(bytes: Uint8Array, limits: JsonLimits = API_JSON): JsonValue {
  const text = decoder.decode(bytes);
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

function dropProto(value: JsonValue): void {
  if (typeof value !== 'object' || value === null || value instanceof ExactNumber) return;
  if (Object.hasOwn(value, '__proto__')) Reflect.deleteProperty(value, '__proto__');
  for (const item of Object.values(value)) dropProto(item);
}
