import type { Utterance } from './message.js';

/** How long the text of one reply by REST may be, in UTF-16 code units. Engage names no limit: this is what its Send API takes. */
export const LONGEST_REPLY = 20_000;

const words = new Intl.Segmenter(undefined, { granularity: 'word' });
const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** The utterance in as many parts as its text needs, cut between words; what goes with the text goes with the last one. */
export function inReplies(utterance: Utterance): Utterance[] {
  const texts = cut(utterance.text);
  return texts.map((text, index) => (index < texts.length - 1 ? { text, attachments: [] } : { ...utterance, text }));
}

/** Joined, the parts are the text again. */
function cut(text: string): string[] {
  if (text.length <= LONGEST_REPLY) return [text];
  const parts: string[] = [''];
  for (const piece of pieces(text)) {
    const longer = (parts.at(-1) ?? '') + piece;
    if (longer.length <= LONGEST_REPLY) parts[parts.length - 1] = longer;
    else parts.push(piece);
  }
  return parts;
}

/** Words and what stands between them; an overlong word by its characters. */
function* pieces(text: string): Generator<string> {
  for (const { segment } of words.segment(text)) {
    if (segment.length <= LONGEST_REPLY) yield segment;
    else for (const character of graphemes.segment(segment)) yield character.segment;
  }
}
