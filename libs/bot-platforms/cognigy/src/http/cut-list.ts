import type { JsonValue } from '#kernel';
import { parseJson } from '#web';

/**
 * The complete items of a JSON list whose text ends too early, as a value that was cut to a size limit does.
 *
 * @returns undefined for any other text
 */
export function itemsOfCutList(text: string): JsonValue[] | undefined {
  const end = endOfLastItem(text);
  if (!text.trimStart().startsWith('[') || end === undefined) return undefined;
  try {
    return parseJson(Buffer.from(`${end === 0 ? '[' : text.slice(0, end)}]`)) as JsonValue[];
  } catch {
    return undefined; // invalid before its end, not cut
  }
}

/** Where the last whole object or list of the outer list ends, 0 if none does; undefined when the outer list is closed. */
function endOfLastItem(text: string): number | undefined {
  let depth = 0;
  let end = 0;
  for (const { index, change } of brackets(text)) {
    depth += change;
    if (depth === 0) return undefined;
    if (depth === 1 && change === -1) end = index + 1;
  }
  return end;
}

/** The brackets outside of strings. */
function* brackets(text: string): Generator<{ index: number; change: 1 | -1 }> {
  let quoted = false;
  for (let index = 0; index < text.length; index++) {
    const character = text[index] ?? '';
    if (character === '"') quoted = !quoted;
    else if (quoted) index += character === '\\' ? 1 : 0;
    else if ('[{'.includes(character)) yield { index, change: 1 };
    else if (']}'.includes(character)) yield { index, change: -1 };
  }
}
