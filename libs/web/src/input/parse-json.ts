import { ExactNumber, type JsonValue, readJson } from '#kernel';
import { MalformedJson } from './invalid-input.error.js';

const MAX_DEPTH = 100;
const decoder = new TextDecoder(); // drops a byte order mark, and reads broken UTF-8 as U+FFFD

/**
 * Parses JSON of a stranger: no deeper than 100 levels, and without `__proto__` members, which would change the
 * prototype of whatever they are merged into.
 *
 * @throws MalformedJson, never repeating the text
 */
export function parseJson(bytes: Uint8Array): JsonValue {
  const text = decoder.decode(bytes);
  if (isDeeperThan(MAX_DEPTH, text)) throw new MalformedJson(`The JSON is nested deeper than ${MAX_DEPTH} levels.`);
  let value: JsonValue;
  try {
    value = readJson(text);
  } catch {
    throw new MalformedJson('The body is not valid JSON.'); // no cause: its message repeats parts of the body
  }
  if (/__proto__|\\u00/.test(text)) dropProto(value);
  return value;
}

/** Before parsing, because a megabyte of brackets becomes many megabytes of objects. */
function isDeeperThan(limit: number, text: string): boolean {
  let depth = 0;
  let quoted = false;
  for (let index = 0; index < text.length; index++) {
    const character = text[index];
    if (character === '"') quoted = !quoted;
    else if (quoted) index += character === '\\' ? 1 : 0;
    else if (character === '[' || character === '{') depth += 1;
    else if (character === ']' || character === '}') depth -= 1;
    if (depth > limit) return true;
  }
  return false;
}

function dropProto(value: JsonValue): void {
  if (typeof value !== 'object' || value === null || value instanceof ExactNumber) return;
  if (Object.hasOwn(value, '__proto__')) Reflect.deleteProperty(value, '__proto__');
  for (const item of Object.values(value)) dropProto(item);
}
