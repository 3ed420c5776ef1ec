import { splitText } from '#kernel';
import type { Utterance } from './message.js';

/** How long the text of one reply by REST may be, in UTF-16 code units. Engage names no limit: this is what its Send API accepts. */
export const LONGEST_REPLY = 20_000;

/** The utterance in as many parts as its text needs; files and choices go with the last one. */
export function inReplies(utterance: Utterance): Utterance[] {
  const texts = splitText(utterance.text, LONGEST_REPLY);
  return texts.map((text, index) => (index < texts.length - 1 ? { text, attachments: [] } : { ...utterance, text }));
}
