import { cleanText, ExactNumber, isJsonObject, type JsonObject, type JsonValue, numberText, readJson } from '#kernel';
import { type JsonLimits, limitJson } from '#web';
import { UnreadableCall } from './ingress.errors.js';

/** How many events one webhook request has at most. Engage sends what has happened within seconds. */
export const MOST_EVENTS = 2_500;
/** The largest event that Engage documents has 43, its own place in the list included. */
const MEMBERS_OF_EVENT = 48;

/**
 * As much as the largest webhook request needs. Nesting is not limited as in our own API: one odd event
 * must not cost Engage a whole batch.
 */
const CALL_JSON: JsonLimits = {
  depth: 100_000,
  values: MOST_EVENTS * MEMBERS_OF_EVENT,
  containers: 100_000,
  longNumbers: 20_000,
};
/** How deep a value may be nested that is written again or looked through. */
const MAX_DEPTH = 100;
const MAX_ID_LENGTH = 256;
const MAX_LABEL_LENGTH = 255;

/** @throws JsonTooComplex before anything is parsed. @throws UnreadableCall for anything but a JSON object */
export function readJsonObject(body: Buffer): JsonObject {
  const text = body.toString('utf8');
  limitJson(text, CALL_JSON);
  const value = parse(text);
  if (!isJsonObject(value)) throw new UnreadableCall('The body must be a JSON object.');
  return value;
}

/** Text as PostgreSQL can hold it, or undefined for any other type. */
export function readText(value: unknown): string | undefined {
  return typeof value === 'string' ? cleanText(value) : undefined;
}

/** A name to show, cut to a readable length. */
export function readLabel(value: unknown): string | undefined {
  return typeof value === 'string' ? readText(value.slice(0, MAX_LABEL_LENGTH)) : undefined;
}

/** An id of at most 256 characters. Engage's documentation wavers between strings and integers, so both are read; an integer keeps its digits. */
export function readId(value: unknown): string | undefined {
  const id = numberText(value) ?? readText(value);
  return id !== undefined && id !== '' && id.length <= MAX_ID_LENGTH ? id : undefined;
}

/** A number from 0 to `max`, also when written as text. */
export function readCount(value: unknown, max: number): number | undefined {
  const text = numberText(value) ?? readText(value) ?? '';
  const number = text.trim() === '' ? Number.NaN : Number(text);
  return number >= 0 && number <= max ? number : undefined;
}

/** Whether a value is nested deeper than can be written again. */
export function isTooDeep(value: JsonValue | undefined, levels = MAX_DEPTH): boolean {
  if (typeof value !== 'object' || value === null || value instanceof ExactNumber) return false;
  return levels === 0 || Object.values(value).some((inner) => isTooDeep(inner, levels - 1));
}

function parse(text: string): unknown {
  try {
    return readJson(text);
  } catch {
    throw new UnreadableCall('The body is not JSON.'); // without the cause: a SyntaxError quotes the body
  }
}
