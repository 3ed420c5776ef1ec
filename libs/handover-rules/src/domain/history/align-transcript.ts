import { textWithContent } from '#rich-content';
import type { TranscriptTurn } from './transcript-turn.js';

/** One match is worth more than any number of equal times, which only decide between matches. */
const MATCH = 1_000_000;

/**
 * Finds which turns of a bot's transcript are known. Both are windows over one conversation and keep its order, so the longest
 * common subsequence pairs them: by id if both have one, else by author and words. Equal times only decide between equally long
 * pairings, because clocks of bots are often wrong; if pairings are still equal, the earliest is used, so a repeated text
 * counts as new.
 *
 * @returns for each turn of the transcript the index of the known turn that it is, or undefined for a new one. Takes time and
 * memory proportional to the product of both lengths.
 */
export function alignTranscript(
  transcript: readonly TranscriptTurn[],
  known: readonly TranscriptTurn[],
): (number | undefined)[] {
  const gains = gainsOf(transcript, known);
  const width = known.length + 1;
  const scores = scoresOf(transcript.length, known.length, gains);
  const pairs: (number | undefined)[] = transcript.map(() => undefined);
  let turn = 0;
  let other = 0;
  while (turn < transcript.length && other < known.length) {
    const at = turn * width + other;
    const gain = gains(turn, other);
    if (gain > 0 && scores[at] === gain + (scores[at + width + 1] ?? 0)) pairs[turn++] = other++;
    else if (scores[at] === scores[at + 1]) other++;
    else turn++;
  }
  return pairs;
}

/** `scores[i * width + j]`: the best pairing of the transcript from turn i with what is known from turn j. */
function scoresOf(turns: number, others: number, gains: Gains): Float64Array {
  const width = others + 1;
  const scores = new Float64Array((turns + 1) * width);
  for (let turn = turns - 1; turn >= 0; turn--)
    for (let other = others - 1; other >= 0; other--) {
      const at = turn * width + other;
      const gain = gains(turn, other);
      const paired = gain > 0 ? gain + (scores[at + width + 1] ?? 0) : 0;
      scores[at] = Math.max(paired, scores[at + width] ?? 0, scores[at + 1] ?? 0);
    }
  return scores;
}

/** What it is worth to pair a turn of the transcript with a known one; 0: they are not the same. */
type Gains = (turn: number, other: number) => number;

function gainsOf(transcript: readonly TranscriptTurn[], known: readonly TranscriptTurn[]): Gains {
  const numbers = new Map<string, number>();
  const left = transcript.map((turn) => keysOf(turn, numbers));
  const right = known.map((turn) => keysOf(turn, numbers));
  return (turn, other) => {
    const one = left[turn];
    const two = right[other];
    if (!one || !two || !isSame(one, two)) return 0;
    return MATCH + (one.at !== undefined && one.at === two.at ? 1 : 0);
  };
}

/** The key by which two turns are compared; texts as numbers, because every turn is compared with every other. */
interface Keys {
  readonly id: number | undefined;
  readonly words: number;
  readonly author: TranscriptTurn['author'];
  readonly at: number | undefined;
}

function keysOf(turn: TranscriptTurn, numbers: Map<string, number>): Keys {
  const numberOf = (text: string): number => {
    const number = numbers.get(text) ?? numbers.size;
    numbers.set(text, number);
    return number;
  };
  const { messageId, author, sentAt, attachments } = turn;
  return {
    id: messageId === undefined ? undefined : numberOf(`id ${messageId}`),
    words: numberOf(`words ${attachments.length} ${wordsOf(turn)}`), // only the number of files, because their addresses change
    author,
    at: sentAt?.getTime(),
  };
}

function isSame(turn: Keys, known: Keys): boolean {
  if (turn.id !== undefined && known.id !== undefined) return turn.id === known.id;
  return turn.words === known.words && isSameAuthor(turn, known);
}

/** The bot's history may show an agent's words as the bot's. */
function isSameAuthor(turn: Keys, known: Keys): boolean {
  return turn.author === known.author || (known.author === 'agent' && turn.author === 'bot');
}

const wordsOf = ({ text, content }: TranscriptTurn): string =>
  textWithContent(text, content).replaceAll(/\s+/g, ' ').trim();
