/** Fewer different characters than this are a pattern, not a secret. */
const DIFFERENT = 5;
/** A repetition of at least this many characters adds as much as one character. */
const REPEATED = 3;
/** Kinds of characters, and how many there are of each. */
const ALPHABETS: readonly (readonly [RegExp, number])[] = [
  [/[0-9]/, 10],
  [/[a-z]/, 26],
  [/[A-Z]/, 26],
  [/[^0-9a-zA-Z]/, 33],
];

/** For a secret that another system made, or that gives no access alone: an attacker can only try values against this service. */
export const LEAST_BITS = 32;

/**
 * Why a text is too easy to guess for a secret; `undefined` if it is not. It recognises placeholders, repetitions and
 * counting; it does not know words. The value is never part of the answer.
 *
 * @param minBits of `guessingBits`
 */
export function weaknessOf(secret: string, minLength: number, minBits = LEAST_BITS): string | undefined {
  if (secret.length < minLength) return `must have at least ${minLength} characters`;
  if (new Set(secret).size < DIFFERENT) return `must have at least ${DIFFERENT} different characters`;
  const bits = Math.floor(guessingBits(secret));
  if (bits < minBits)
    return `must be harder to guess: about ${bits} bits of randomness, at least ${minBits} are needed`;
  return undefined;
}

/**
 * An upper limit of the randomness in a text: its characters, without those that repeat what came before or continue a
 * sequence such as `1234`, times the bits that a character of its alphabet can hold.
 */
export function guessingBits(text: string): number {
  return unpredictable(text) * Math.log2(alphabetOf(text));
}

function alphabetOf(text: string): number {
  if (/^(?:[0-9a-f]+|[0-9A-F]+)$/.test(text) && /[a-f]/i.test(text)) return 16;
  return ALPHABETS.reduce((size, [kind, count]) => (kind.test(text) ? size + count : size), 0);
}

function unpredictable(text: string): number {
  let count = 0;
  for (let at = 0; at < text.length; count++) at += Math.max(1, repeatedAt(text, at), countedAt(text, at));
  return count;
}

/** How many characters from here on repeat an earlier part of the text; 0 for a coincidence. */
function repeatedAt(text: string, start: number): number {
  let end = start + REPEATED;
  while (end <= text.length && text.lastIndexOf(text.slice(start, end), start - 1) !== -1 && start > 0) end++;
  return end - start > REPEATED ? end - start - 1 : 0;
}

/** How many characters from here on ascend, descend or are equal; 0 for a coincidence. */
function countedAt(text: string, start: number): number {
  const step = text.charCodeAt(start + 1) - text.charCodeAt(start);
  if (!(Math.abs(step) <= 1)) return 0;
  let end = start + 1;
  while (text.charCodeAt(end) - text.charCodeAt(end - 1) === step) end++;
  return end - start >= REPEATED ? end - start : 0;
}

/** Whether bytes that should be random repeat or count: a random key of 32 bytes has about 30 different values and steps. */
export function isPattern(bytes: Uint8Array): boolean {
  const steps = bytes.map((byte, index) => byte - (bytes[index - 1] ?? 0));
  return [bytes, steps].some((values) => new Set(values).size < Math.min(8, bytes.length / 2));
}
