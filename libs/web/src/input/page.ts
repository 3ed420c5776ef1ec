import { isUuid, readJson } from '#kernel';
import { InvalidInput } from './invalid-input.error.js';

/** A part of a list. `nextCursor` is null at the end. */
export interface Page<Item> {
  readonly items: Item[];
  readonly nextCursor: string | null;
}

/** Makes the page from up to `limit + 1` items: the surplus one only tells that there is more. */
export function pageOf<Item>(
  found: readonly Item[],
  limit: number,
  positionOf: (item: Item) => readonly string[],
): Page<Item> {
  const items = found.slice(0, limit);
  const last = items.at(-1);
  return { items, nextCursor: last && found.length > limit ? encodeCursor(positionOf(last)) : null };
}

/** The position as an opaque text. */
export function encodeCursor(position: readonly string[]): string {
  return Buffer.from(JSON.stringify(position)).toString('base64url');
}

/**
 * The position in a cursor that we handed out. Its parts come from the client: bind them as parameters, and give a
 * `pattern` where the database would refuse other text.
 *
 * @throws InvalidInput when it is none of ours
 */
export function decodeCursor(cursor: string, parts: number, pattern = /^[^\0]*$/): string[] {
  const position = parsed(cursor);
  const isOurs =
    Array.isArray(position) &&
    position.length === parts &&
    position.every((part) => typeof part === 'string' && pattern.test(part));
  if (!isOurs) throw notOurs();
  return position as string[];
}

/**
 * The position in a cursor over a moment and an id (UUID), as text that PostgreSQL reads as such.
 *
 * @throws InvalidInput when it is none of ours
 */
export function decodeTimeCursor(cursor: string): [at: string, id: string] {
  const [at = '', id = ''] = decodeCursor(cursor, 2);
  const moment = new Date(at);
  if (Number.isNaN(moment.getTime()) || !isUuid(id)) throw notOurs();
  return [moment.toISOString(), id];
}

function notOurs(): InvalidInput {
  return new InvalidInput([{ pointer: '/cursor', detail: 'is not a cursor of this list' }]);
}

function parsed(cursor: string): unknown {
  try {
    return readJson(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    return undefined; // not ours; the caller says so
  }
}
