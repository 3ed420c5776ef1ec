import type { EngageIntervention } from '../ports/contact-centre.js';
import type { Handover } from './handover.js';

/**
 * What Engage's cases of a thread say about the running handover, when the event that should have said it is missing.
 * Deferring is not closing. A case from before the handover says nothing: it may be reopened, or a new one made.
 *
 * @param interventions those of the handover's thread, newest first
 */
export function verdictOfEngage(
  handover: Handover,
  interventions: readonly EngageIntervention[],
): 'over' | 'joined' | 'goes-on' {
  const { engageStartedAt, interventionId, status } = handover;
  if (!engageStartedAt) return 'goes-on';
  const startedAt = wholeSecond(engageStartedAt);
  const current = interventions.find(({ id }) => id === interventionId) ?? interventions[0];
  if (!current) return interventionId === undefined ? 'goes-on' : 'over';
  if (current.closed) return current.updatedAt >= startedAt ? 'over' : 'goes-on';
  return status === 'queue' && current.userRepliesCount > 0 && current.createdAt >= startedAt ? 'joined' : 'goes-on';
}

/** Dates of Engage's REST API have no fractions. */
function wholeSecond(at: Date): Date {
  return new Date(Math.floor(at.getTime() / 1_000) * 1_000);
}
