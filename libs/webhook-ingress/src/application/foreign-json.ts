import { cleanText, isJsonObject, type JsonObject, numberText, readJson } from '#kernel';
import { UnreadableCall } from './ingress.errors.js';

const MAX_ID_LENGTH = 256;
const EARLIEST = Date.UTC(2000, 0, 1);
const LATEST = Date.UTC(10_000, 0, 1);

/**
 * Nesting is not limited as in our own API: one odd element must not cost Engage a whole batch.
 *
 * @throws UnreadableCall for anything but a JSON object
 */
export function readJsonObject(body: Buffer): JsonObject {
  const value = parse(body.toString('utf8'));
  if (!isJsonObject(value)) throw new UnreadableCall('The body must be a JSON object.');
  return value;
}

/** Text as PostgreSQL can hold it, or undefined for any other type. */
export function readText(value: unknown): string | undefined {
  return typeof value === 'string' ? cleanText(value) : undefined;
}

/** An id of at most 256 characters. Engage's documentation wavers between strings and integers, so both are read; an integer keeps its digits. */
export function readId(value: unknown): string | undefined {
  const id = numberText(value) ?? readText(value);
  return id !== undefined && id !== '' && id.length <= MAX_ID_LENGTH ? id : undefined;
}

/** A point in time that a database can hold, or undefined. */
export function readInstant(value: unknown): Date | undefined {
  const millis = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return millis >= EARLIEST && millis < LATEST ? new Date(millis) : undefined;
}

/** A number from 0 to `max`, also when written as text. */
export function readCount(value: unknown, max: number): number | undefined {
  const text = numberText(value) ?? readText(value) ?? '';
  const number = text.trim() === '' ? Number.NaN : Number(text);
  return number >= 0 && number <= max ? number : undefined;
}

function parse(text: string): unknown {
  try {
    return readJson(text);
  } catch {
    throw new UnreadableCall('The body is not JSON.'); // without the cause: a SyntaxError quotes the body
  }
}
