import type { Author, Utterance } from './message.js';

/** Something that was said before the handover. */
export interface TranscriptTurn extends Utterance {
  readonly author: Author;
  readonly messageId?: string;
  readonly sentAt?: Date;
}
