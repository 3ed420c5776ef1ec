import type { Handover } from '../../handover.js';
import { ASKS_FOR_AGENT, type MissingTurn, missingTurns, type TranscriptTurn } from '../../history/history.js';
import type { JournalEntry } from '../../journal-entry.js';
import type { Draft } from '../../machine/draft.js';
import { ENGAGE } from '../../machine/engage-items.js';
import type { StartFact } from '../../machine/fact.js';

/**
 * Puts into the lane what the agent must know before the handover: the turns that Engage does not have yet, a
 * note with reason and summary, and at least one message of the customer, without which Engage would create no task.
 */
export function sendHistory(draft: Draft, handover: Handover, fact: StartFact): void {
  const turns = turnsToSend(draft, fact.transcript);
  const opening = withNoteAndCustomer(draft, handover, turns);
  // What a cancelled handover has not sent to Engage yet is kept for the next one.
  const options = draft.settings.forwardOnlyHandover ? { handoverId: handover.id } : {};
  const hasContext = Object.keys(handover.contextData).length > 0;
  const last = opening.at(-1);
  for (const entry of opening)
    draft.sendEntry(entry, entry === last && hasContext ? { ...options, contextData: handover.contextData } : options);
  const profileRides = opening.some(({ author }) => author === 'user');
  if (fact.hasProfile && !profileRides) draft.send({ kind: ENGAGE.identity, payload: {} });
}

/**
 * The turns to send, journalled. If everything is forwarded, a transcript counts only for a session of which nothing is known;
 * messages that were kept while only handovers were forwarded are sent anyway.
 */
function turnsToSend(draft: Draft, transcript: readonly TranscriptTurn[] | undefined): JournalEntry[] {
  const { unsent = [] } = draft.situation.history ?? {};
  const missing = missingIn(draft, transcript);
  const { transcriptMessages: limit } = draft.settings;
  const passedOver = missing.slice(0, limit > 0 ? -limit : undefined);
  const chosen = missing.slice(passedOver.length);
  for (const one of passedOver) if (one.from === 'transcript') written(draft, one.turn, 'muted');
  const fromJournal = new Set(chosen.flatMap((one) => (one.from === 'journal' ? [one.entry] : [])));
  draft.mark([...fromJournal], 'sent');
  draft.mark(
    unsent.filter((entry) => !fromJournal.has(entry)),
    'muted',
  );
  return chosen.map((one) => (one.from === 'journal' ? one.entry : written(draft, one.turn, 'sent')));
}

function missingIn(
  { situation, settings }: Draft,
  transcript: readonly TranscriptTurn[] | undefined,
): MissingTurn<JournalEntry>[] {
  const { sent = [], unsent = [], isKnown = false } = situation.history ?? {};
  if (transcript && (settings.forwardOnlyHandover || !isKnown))
    return missingTurns(transcript, sent, unsent.filter(isTurn));
  return unsent.map((entry) => ({ from: 'journal', entry }));
}

/** Turns that are passed over are journalled too, so that they are known, and no later transcript adds them again. */
function written(draft: Draft, turn: TranscriptTurn, forwarding: 'sent' | 'muted'): JournalEntry {
  return draft.write({ ...turn, forwarding });
}

/** What this service wrote itself for the agents is not part of the conversation. */
function isTurn(entry: JournalEntry): entry is JournalEntry & { readonly author: TranscriptTurn['author'] } {
  return entry.author !== 'system';
}

function withNoteAndCustomer(draft: Draft, { note, contextData }: Handover, turns: JournalEntry[]): JournalEntry[] {
  const opening = [...turns];
  const says = (author: 'system' | 'user', text: string): JournalEntry =>
    draft.write({ author, text, attachments: [], forwarding: 'sent' });
  const isHeard = draft.situation.history?.customerIsHeard === true;
  if (!isHeard && !opening.some(({ author }) => author === 'user')) opening.push(says('user', ASKS_FOR_AGENT));
  if (note !== undefined) {
    const lastOfCustomer = opening.findLastIndex(({ author }) => author === 'user');
    opening.splice(lastOfCustomer === -1 ? opening.length : lastOfCustomer, 0, says('system', note));
  }
  if (opening.length === 0 && Object.keys(contextData).length > 0) opening.push(says('system', 'Handover'));
  return opening;
}
