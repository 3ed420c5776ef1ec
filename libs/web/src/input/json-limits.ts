import { AppError, type InputFault } from '#kernel';
import { type JsonShape, shapeOf } from './json-shape.js';

/** How complex a JSON text may be, whatever its size in bytes. */
export type JsonLimits = Readonly<Record<Exclude<keyof JsonShape, 'longestKey' | 'longestNumber'>, number>>;

/**
 * Bodies of our own API. Validating costs up to 10 microseconds an object. A transcript of 1,000 turns, each with a choice of
 * three, has 13,000 members in 6,000 objects and lists; a profile of 64 KB has at most 10,000 members.
 */
export const API_JSON: JsonLimits = { depth: 100, values: 25_000, containers: 7_000, longNumbers: 5_000 };

/** Characters of one key or number: no real name or amount is longer. */
const LONGEST = { longestKey: 1_024, longestNumber: 1_024 };

/** Values are counted up to this multiple of the limit, so that a caller sees how much too large a text is. */
const COUNTED = 10;

const WORDS: Readonly<Record<keyof JsonShape, string>> = {
  depth: 'levels of nesting',
  values: 'members and elements',
  containers: 'objects and lists',
  longNumbers: 'numbers of more than 15 characters',
  longestKey: 'characters in one key',
  longestNumber: 'characters in one number',
};

/** The JSON is more complex than the route accepts; nothing of it was parsed. */
export class JsonTooComplex extends AppError {
  readonly code = 'request.too-complex';
  readonly kind = 'invalid';
  constructor(errors: readonly InputFault[]) {
    super('The JSON is too complex. Send less data in one request, or simpler values.', { errors });
  }
}

/**
 * Checks a text by one linear scan, before anything is parsed.
 *
 * @throws JsonTooComplex with every limit that is exceeded and the value found; values are counted up to ten times
 * their limit
 */
export function limitJson(text: string, limits: JsonLimits): void {
  const shape = shapeOf(text, COUNTED * limits.values);
  const most = { ...limits, ...LONGEST };
  const faults = (Object.keys(WORDS) as (keyof JsonShape)[])
    .filter((what) => shape[what] > most[what])
    .map((what) => ({ pointer: '', detail: `has ${shape[what]} ${WORDS[what]}; at most ${most[what]} are read` }));
  if (faults.length > 0) throw new JsonTooComplex(faults);
}
