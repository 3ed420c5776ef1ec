import { textWithContent } from '#rich-content';
import type { Utterance } from '../message.js';
import { alignTranscript } from './align-transcript.js';
import type { TranscriptTurn } from './transcript-turn.js';

export type { TranscriptTurn } from './transcript-turn.js';

/** Sent as the customer if no message of the customer is known: without one Engage creates no task. */
export const ASKS_FOR_AGENT = '[The customer asks for an agent]';

/** What an agent still has to see: a turn of the transcript, or one that waits in the journal. */
export type MissingTurn<Waiting> =
  | { readonly from: 'transcript'; readonly turn: TranscriptTurn }
  | { readonly from: 'journal'; readonly entry: Waiting };

/**
 * The turns that Engage does not have yet, in their order: those of the transcript that are not known, those that wait in the
 * journal and are in the transcript, and the customer's waiting ones that are missing in the transcript. Agents' messages that
 * are repeated in a bot's history, in whole or in parts, count as known.
 *
 * @param known what was sent or passed over before, oldest first
 * @param waiting what waits in the journal for a handover, newer than what is known, oldest first
 */
export function missingTurns<Waiting extends TranscriptTurn>(
  transcript: readonly TranscriptTurn[],
  known: readonly TranscriptTurn[],
  waiting: readonly Waiting[],
): MissingTurn<Waiting>[] {
  const pairs = alignTranscript(transcript, [...known, ...waiting]);
  const echoes = known.filter((turn, index) => turn.author === 'agent' && !pairs.includes(index));
  const missing: MissingTurn<Waiting>[] = [];
  let next = 0;
  const takeWaiting = (upTo: number): void => {
    for (; next < upTo; next++) {
      const entry = waiting[next];
      if (entry?.author === 'user') missing.push({ from: 'journal', entry });
    }
  };
  transcript.forEach((turn, index) => {
    const place = (pairs[index] ?? -1) - known.length;
    const entry = waiting[place];
    if (entry) {
      takeWaiting(place);
      missing.push({ from: 'journal', entry });
      next = place + 1;
    } else if (pairs[index] === undefined && !takeEcho(turn, echoes)) missing.push({ from: 'transcript', turn });
  });
  takeWaiting(waiting.length);
  return missing;
}

/**
 * Whether a turn is a part of an agent's message, whichever author the bot's history names. Words that were found are removed
 * from `echoes`, because the bot may say the same later.
 */
function takeEcho(turn: TranscriptTurn, echoes: TranscriptTurn[]): boolean {
  const { author, text, attachments } = turn;
  if (author === 'user') return false;
  const words = wordsOf(turn);
  const said = echoes.findIndex((one) => words !== '' && (one.text === words || wordsOf(one) === words));
  const echo = echoes[said];
  if (echo) echoes[said] = { author: echo.author, text: '', attachments: echo.attachments };
  const showsFile = ({ url }: { url: string }): boolean =>
    text.includes(url) || attachments.some((one) => one.url === url);
  return echo !== undefined || echoes.some((one) => one.attachments.some(showsFile));
}

/** The words of each turn are computed only once, because turns are compared in pairs. */
const wordsOfUtterances = new WeakMap<Utterance, string>();

function wordsOf(utterance: Utterance): string {
  const known = wordsOfUtterances.get(utterance);
  if (known !== undefined) return known;
  const words = textWithContent(utterance.text, utterance.content);
  wordsOfUtterances.set(utterance, words);
  return words;
}
