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
function takeEcho({ author, text, attachments }: Turn, echoes: Turn[]): boolean {
  if (author === 'user') return false;
  const said = echoes.findIndex((one) => text !== '' && text === one.text);
  if (said >= 0) echoes[said] = { ...echoes[said], text: '' } as Turn;
  const showsFile = ({ url }: { url: string }): boolean =>
    text.includes(url) || attachments.some((one) => one.url === url);
  return said >= 0 || echoes.some((one) => one.attachments.some(showsFile));
}

function equalBeginning(left: readonly Turn[], right: readonly Turn[]): number {
  const index = left.findIndex((turn, at) => turn.author !== right[at]?.author || turn.text !== right[at]?.text);
  return index === -1 ? left.length : index;
}

/** The text that tells an agent why the conversation comes, or undefined if there is nothing to tell. */
export function handoverNote(reason: string | undefined, summary: string | undefined): string | undefined {
  const lines = [reason && `Reason: ${reason}`, summary && `Summary: ${summary}`].filter(Boolean);
  return lines.length > 0 ? ['Handover', ...lines].join('\n') : undefined;
}

/** Sent as the customer when nothing is known that the customer said: without a customer's message Engage makes no task. */
export const ASKS_FOR_AGENT = '[The customer asks for an agent]';
