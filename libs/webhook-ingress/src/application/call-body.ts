import { isJsonObject, type JsonObject, tryReadJson } from '#kernel';
import { type JsonLimits, limitJson } from '#web';
import { UnreadableCall } from './ingress.errors.js';
import { losslessText } from './lossless-text.js';

/** Maximum number of events in one webhook request. Engage sends the events of some seconds together. */
export const MOST_EVENTS = 2_500;
/** The largest event that Engage documents has 43 members, including its own place in the list. */
const MEMBERS_OF_EVENT = 48;

/**
 * Enough for the largest webhook request. Nesting is less limited than in our own API: one strange event must not fail
 * a whole batch.
 */
const CALL_JSON: JsonLimits = {
  depth: 100_000,
  values: MOST_EVENTS * MEMBERS_OF_EVENT,
  containers: 100_000,
  longNumbers: 20_000,
};
/** Maximum nesting of a value that is serialized again or searched. */
export const MAX_DEPTH = 100;

/** Also of bytes that are not UTF-8 (`losslessText`). @throws JsonTooComplex before anything is parsed. @throws UnreadableCall for anything but a JSON object */
export function readJsonObject(body: Buffer): JsonObject {
  const text = losslessText(body);
  limitJson(text, CALL_JSON);
  const value = tryReadJson(text);
  if (value === undefined) throw new UnreadableCall('The body is not JSON.');
  if (!isJsonObject(value)) throw new UnreadableCall('The body must be a JSON object.');
  return value;
}
