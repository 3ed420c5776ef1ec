import { textWithContent } from '#rich-content';
import type { Author, Utterance } from './message.js';

/** Something that was said before the handover. */
export interface Turn extends Utterance {
  readonly author: Author;
  readonly messageId?: string;
  readonly sentAt?: Date;
}

/**
 * The turns an agent has not seen yet. A turn with an id is known by its id, else one with a time by its time; of turns
 * with neither, the longest beginning that equals what was sent is left out. What agents said comes back in a bot's
 * history at a time of its own, and is known by its words, each time it was said once.
 *
 * @param sent what Engage has of this session, oldest first
 */
export function newTurns(transcript: readonly Turn[], sent: readonly Turn[]): Turn[] {
  const ids = new Set(sent.flatMap(({ messageId }) => messageId ?? []));
  const byOthers = sent.filter((turn) => !isAgents(turn));
  const echoes = sent.filter(isAgents);
  const latest = Math.max(...byOthers.map(({ sentAt }) => sentAt?.getTime() ?? -Infinity));
  const equal = equalBeginning(transcript, sent);
  return transcript.filter((turn, index) => {
    const { messageId, sentAt } = turn;
    if (messageId !== undefined) return !ids.has(messageId);
    if (sentAt !== undefined ? sentAt.getTime() <= latest : index < equal) return false;
    return !takeEcho(turn, echoes);
  });
}

const isAgents = ({ author }: Turn): boolean => author === 'agent';

/**
 * Whether a turn is what an agent said, in whole or one of its parts, whoever the bot's history takes for its author. Words
 * that were found are taken from `echoes`: the bot may say the same itself later.
 */
function takeEcho(turn: Turn, echoes: Turn[]): boolean {
  const { author, text, attachments } = turn;
  if (author === 'user') return false;
  const words = wordsOf(turn);
  const said = echoes.findIndex((one) => words !== '' && [one.text, wordsOf(one)].includes(words));
  const echo = echoes[said];
  if (echo) echoes[said] = { author: echo.author, text: '', attachments: echo.attachments };
  const showsFile = ({ url }: { url: string }): boolean =>
    text.includes(url) || attachments.some((one) => one.url === url);
  return echo !== undefined || echoes.some((one) => one.attachments.some(showsFile));
}

function equalBeginning(left: readonly Turn[], right: readonly Turn[]): number {
  const index = left.findIndex((turn, at) => !saysTheSame(turn, right[at]));
  return index === -1 ? left.length : index;
}

/** Whether two turns are one as far as words and offers tell. Of files only the number: their addresses change. */
export function saysTheSame(one: Said, other: Said | undefined): boolean {
  if (one.author !== other?.author || one.attachments.length !== other.attachments.length) return false;
  return wordsOf(one) === wordsOf(other);
}

type Said = Utterance & { readonly author: string };

const wordsOf = ({ text, content }: Utterance): string => textWithContent(text, content);

/** Sent as the customer when nothing is known that the customer said: without a customer's message Engage makes no task. */
export const ASKS_FOR_AGENT = '[The customer asks for an agent]';
