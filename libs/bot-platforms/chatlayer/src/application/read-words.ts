import { readWords } from '#kernel';
import { isWebAddress } from '#rich-content';

const MAX_TEXT = 100_000;

/** Text that is not blank, as PostgreSQL can store it, cut to `MAX_TEXT`; undefined for anything else. */
export function wordsIn(value: unknown): string | undefined {
  return readWords(value, MAX_TEXT);
}

/** The first of these that is such a text. */
export function firstWords(...values: readonly unknown[]): string | undefined {
  for (const value of values) {
    const words = wordsIn(value);
    if (words !== undefined) return words;
  }
  return undefined;
}

/** An address to open: http or https, of limited length. */
export function urlIn(value: unknown): string | undefined {
  const url = wordsIn(value);
  return isWebAddress(url) ? url : undefined;
}
