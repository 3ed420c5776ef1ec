import { availabilityNow, type ClosedReason } from '../../availability/availability-now.js';
import { textFor } from '../../availability/customer-language.js';
import { HandoverUnavailable } from '../../handover.errors.js';
import type { Draft } from '../../machine/draft.js';
import type { StartFact } from '../../machine/fact.js';

const WHY: Readonly<Record<ClosedReason, string>> = {
  closed: 'The contact centre is closed now: it is outside the opening hours.',
  'no-agents': 'No agent is available now.',
};

/**
 * Whether agents are available for a requested handover.
 *
 * @returns `closed`: they are not, but the tenant accepts handovers even then
 * @throws HandoverUnavailable
 */
export function admit({ settings, now }: Draft, { agents, language }: StartFact): 'open' | 'closed' {
  const state = availabilityNow(settings.availability, now, agents);
  if (state.available) return 'open';
  const { action = 'refuse', texts } = settings.availability.whenClosed ?? {};
  if (action === 'accept') return 'closed';
  const text = action === 'refuse-with-text' ? textFor(texts, language) : undefined;
  throw new HandoverUnavailable(WHY[state.reason], { text });
}
