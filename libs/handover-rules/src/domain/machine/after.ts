import type { JournalEntry } from '../journal-entry.js';
import type { Decision } from './decision.js';
import { isOffer, MOST_OFFERS, type Offer, type Situation } from './situation.js';

/** The situation in which the next fact is decided. What was loaded for one fact only is not in it. */
export function after(situation: Situation, { conversation, handover, entries }: Decision): Situation {
  const { history: _history, ...held } = situation;
  const { state, ...changes } = conversation;
  const next = handover?.handover ?? situation.running;
  return {
    ...held,
    conversation: { ...situation.conversation, ...changes, ...(state && { state: state.to }) },
    running: next?.endedAt ? undefined : next,
    last: next?.endedAt ? next : situation.last,
    ...(situation.offers && { offers: entries.reduce(withEntry, situation.offers) }),
  };
}

/** The customer's message answers all earlier offers. */
function withEntry(offers: readonly Offer[], entry: JournalEntry): readonly Offer[] {
  if (entry.author === 'user') return offers.map((offer) => ({ ...offer, isAnswered: true }));
  if (!isOffer(entry)) return offers;
  const others = offers.filter((offer) => offer.entry.author !== entry.author);
  const same = offers.filter((offer) => offer.entry.author === entry.author).slice(0, MOST_OFFERS - 1);
  return [{ entry, isAnswered: false }, ...same, ...others];
}
