import { ExactNumber } from './exact-number.js';
import { newId } from './ids.js';
import type { JsonObject, JsonValue } from './json.js';
import { changedNumbers, fitsADouble, type Span } from './long-numbers.js';

type Members = JsonValue[] | JsonObject;

/**
 * The only reader of foreign JSON: `JSON.parse`, except that numbers keep their digits. A number that would change becomes an
 * `ExactNumber`, or text if it is outside the range of a double or longer than 1,000 characters, which PostgreSQL would
 * expand or reject.
 *
 * Costs one pass over the text if no number would change. A reviver of `JSON.parse` needs less code, but is called for every
 * value: it takes ten times as long on large bodies.
 *
 * @throws SyntaxError, which may quote the text
 */
export function readJson(text: string): JsonValue {
  const spans = changedNumbers(text);
  if (spans.length === 0) return JSON.parse(text) as JsonValue;
  const mark = newId(); // no sender can guess it
  return restored(JSON.parse(marked(text, spans, mark)) as JsonValue, mark);
}

/** The text with these numbers as strings that start with the mark. */
function marked(text: string, spans: readonly Span[], mark: string): string {
  const parts: string[] = [];
  let at = 0;
  for (const { start, end } of spans) {
    parts.push(text.slice(at, start), '"', mark, text.slice(start, end), '"');
    at = end;
  }
  return parts.join('') + text.slice(at);
}

/** Without recursion, because the depth of the JSON is not limited here. */
function restored(value: JsonValue, mark: string): JsonValue {
  const root = [value];
  const toDo: Members[] = [root];
  const restoreMember = (parent: Members, key: string | number): void => {
    const member = (parent as JsonObject)[key];
    if (typeof member === 'string') {
      if (member.startsWith(mark)) (parent as JsonObject)[key] = exact(member.slice(mark.length));
    } else if (typeof member === 'object' && member !== null) toDo.push(member as Members);
  };
  for (let parent = toDo.pop(); parent; parent = toDo.pop()) {
    if (Array.isArray(parent)) for (let index = 0; index < parent.length; index += 1) restoreMember(parent, index);
    else for (const key of Object.keys(parent)) restoreMember(parent, key);
  }
  return root[0] ?? null;
}

function exact(text: string): JsonValue {
  return fitsADouble(text) ? new ExactNumber(text) : text;
}
