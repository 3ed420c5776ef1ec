import { pick, randomFrom } from '../random.js';
import { ADDRESSES } from './addresses.js';
import { CONTROLS } from './controls.js';
import { DIRECTIONS } from './directions.js';
import { EMOJI } from './emoji.js';
import { LETTERS } from './letters.js';
import { LOGS } from './logs.js';
import { MARKDOWN } from './markdown.js';
import { MARKS } from './marks.js';
import { MARKUP } from './markup.js';
import { NUMBERS } from './numbers.js';
import { PATHS } from './paths.js';
import { QUERIES } from './queries.js';
import { STRUCTURES } from './structures.js';
import { TABLES } from './tables.js';
import { TEMPLATES } from './templates.js';

/** Texts that have broken messengers, by kind: each is used completely, never cut. */
export const KINDS: Readonly<Record<string, readonly string[]>> = {
  EMOJI,
  DIRECTIONS,
  MARKS,
  LETTERS,
  CONTROLS,
  MARKUP,
  MARKDOWN,
  QUERIES,
  TEMPLATES,
  TABLES,
  PATHS,
  LOGS,
  NUMBERS,
  STRUCTURES,
  ADDRESSES,
};

/** Each one once, without blank ones. */
export const PIECES: readonly string[] = [...new Set(Object.values(KINDS).flat())].filter(
  (piece) => piece.trim() !== '',
);

/** Maximum number of pieces in one text. */
const LONGEST = 7;

/** Every piece alone, and `more` texts that are combined from pieces; the same ones for the same seed, none blank. */
export function hostileTexts(more: number, seed: number): string[] {
  const random = randomFrom(seed);
  const texts = [...PIECES];
  while (texts.length < PIECES.length + more) {
    const length = 1 + Math.floor(random() * LONGEST);
    const pieces = Array.from({ length }, () => pick(PIECES, random));
    const text = pieces.join(pick(['', ' ', '\n', ', '], random));
    if (text.trim() !== '') texts.push(text);
  }
  return texts;
}

/** The text as it arrives: no database can store NUL or half of a surrogate pair, so each is replaced. */
export function asStored(text: string): string {
  return text.toWellFormed().replaceAll('\u0000', '\ufffd');
}
