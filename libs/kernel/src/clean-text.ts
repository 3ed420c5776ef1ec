import { ExactNumber } from './exact-number.js';

const REPLACEMENT = '\uFFFD';

/**
 * The text in a form that PostgreSQL can store: NUL and lone surrogates become U+FFFD, the rest is unchanged. Not for
 * ids: different ones could become the same (`isStorable`, `storableId`).
 */
export function cleanText(text: string): string {
  return text.toWellFormed().replaceAll('\0', REPLACEMENT);
}

/** `cleanText` for every string in a JSON value, keys included. */
export function cleanJson<Value>(value: Value): Value {
  return clean(value) as Value;
}

function clean(value: unknown): unknown {
  if (typeof value === 'string') return cleanText(value);
  if (Array.isArray(value)) return value.map(clean);
  if (typeof value !== 'object' || value === null || value instanceof ExactNumber) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [cleanText(key), clean(item)]));
}
