import type { Conversation } from '../conversation.js';
import type { Handover } from '../handover.js';
import type { TranscriptTurn } from '../history/history.js';
import type { JournalEntry } from '../journal-entry.js';

/** A message that offered the customer something, and whether the customer has said anything since. */
export interface Offer {
  readonly entry: JournalEntry;
  readonly isAnswered: boolean;
}

/** How many offers of each side are considered. */
export const MOST_OFFERS = 10;

/** Whether the customer can choose something in it. */
export function isOffer({ author, forwarding, content }: JournalEntry): boolean {
  return (author === 'agent' || author === 'bot') && forwarding === 'sent' && content !== undefined;
}

/** What the journal knows about a session, as far as a start needs it. */
export interface KnownHistory {
  /** What Engage has, oldest first; files of agents by the addresses that the bot received. */
  readonly sent: readonly TranscriptTurn[];
  /** What waits for a handover, oldest first. */
  readonly unsent: readonly JournalEntry[];
  /** Whether the journal has anything of the session. */
  readonly isKnown: boolean;
  /** Whether Engage has a message of the customer that is newer than the end of the last handover. */
  readonly customerIsHeard: boolean;
}

/** The data of a conversation when a fact about it is decided. Loaded under the conversation's lock. */
export interface Situation {
  readonly conversation: Conversation;
  readonly running: Handover | undefined;
  /** The handover that ended last. */
  readonly last: Handover | undefined;
  /** The latest offers of each side to the customer, newest first; loaded for messages of a customer. */
  readonly offers?: readonly Offer[];
  /** Loaded for a start. */
  readonly history?: KnownHistory;
}
