/** Fewer different characters than this are a pattern, not a secret. */
const DIFFERENT = 5;

/**
 * What makes a text too easy to guess for a secret; `undefined` when nothing does. It recognises placeholders and slips; it
 * does not measure randomness. The value is never part of the answer.
 */
export function weaknessOf(secret: string, minLength: number): string | undefined {
  if (secret.length < minLength) return `must have at least ${minLength} characters`;
  if (new Set(secret).size < DIFFERENT) return `must have at least ${DIFFERENT} different characters`;
  return undefined;
}

/** Whether bytes that should be random repeat or count: a random key of 32 bytes has about 30 different values and steps. */
export function isPattern(bytes: Uint8Array): boolean {
  const steps = bytes.map((byte, index) => byte - (bytes[index - 1] ?? 0));
  return [bytes, steps].some((values) => new Set(values).size < Math.min(8, bytes.length / 2));
}
