import { isUuid, readInstant, tryReadJson } from '#kernel';
import { InvalidInput } from './invalid-input.error.js';

/** A part of a list. `nextCursor` is null at the end. */
export interface Page<Item> {
  readonly items: Item[];
  readonly nextCursor: string | null;
}

/** Makes the page from up to `limit + 1` items: the extra one only shows that there are more. */
export function pageOf<Item>(
  found: readonly Item[],
  limit: number,
  positionOf: (item: Item) => readonly string[],
): Page<Item> {
  const items = found.slice(0, limit);
  const last = items.at(-1);
  return { items, nextCursor: last && found.length > limit ? encodeCursor(positionOf(last)) : null };
}

/** The position as opaque text. */
export function encodeCursor(position: readonly string[]): string {
  return Buffer.from(JSON.stringify(position)).toString('base64url');
}

/**
 * The position in a cursor that this service created. Its parts come from the client: bind them as parameters, and pass
 * a `pattern` if the database would refuse other text.
 *
 * @throws InvalidInput if this service did not create it
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
 * The position in a cursor of a timestamp and an id (UUID), as text that PostgreSQL can read as these types.
 *
 * @throws InvalidInput if this service did not create it
 */
export function decodeTimeCursor(cursor: string): [at: string, id: string] {
  const [at = '', id = ''] = decodeCursor(cursor, 2);
  const moment = readInstant(at);
  if (!moment || !isUuid(id)) throw notOurs();
  return [moment.toISOString(), id];
}

function notOurs(): InvalidInput {
  return new InvalidInput([{ pointer: '/cursor', detail: 'is not a cursor of this list' }]);
}

/** Undefined for a text that is not a cursor of this service. */
function parsed(cursor: string): unknown {
  return tryReadJson(Buffer.from(cursor, 'base64url').toString('utf8'));
}
