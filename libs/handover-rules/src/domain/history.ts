import { textWithContent } from '#rich-content';
import { alignTranscript } from './align-transcript.js';
import type { Utterance } from './message.js';
import type { TranscriptTurn } from './transcript-turn.js';

export type { TranscriptTurn } from './transcript-turn.js';

/** Sent as the customer when nothing is known that the customer said: without a customer's message Engage makes no task. */
export const ASKS_FOR_AGENT = '[The customer asks for an agent]';

/** What an agent has still to see: a turn of the transcript, or one that waits in the journal. */
export type MissingTurn<Waiting> =
  | { readonly from: 'transcript'; readonly turn: TranscriptTurn }
  | { readonly from: 'journal'; readonly entry: Waiting };

/**
 * The turns that Engage does not have yet, in their order: those of the transcript that are not known, those that wait in the
 * journal and stand in the transcript, and what the customer said that the transcript leaves out. What agents said comes
 * back in a bot's history, in whole or in parts, and is known.
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
 * Whether a turn is a part of what an agent said, whichever author the bot's history names. Words that were found are
 * taken from `echoes`: the bot may say the same itself later.
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

/** Turns are compared in pairs, so that each is written out once only. */
const wordsOfUtterances = new WeakMap<Utterance, string>();

function wordsOf(utterance: Utterance): string {
  const known = wordsOfUtterances.get(utterance);
  if (known !== undefined) return known;
  const words = textWithContent(utterance.text, utterance.content);
  wordsOfUtterances.set(utterance, words);
  return words;
}
