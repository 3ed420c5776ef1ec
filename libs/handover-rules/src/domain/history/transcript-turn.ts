import type { Author, Utterance } from '../message.js';

/** A message from before the handover, in a transcript. */
export interface TranscriptTurn extends Utterance {
  readonly author: Author;
  readonly messageId?: string;
  readonly sentAt?: Date;
}
