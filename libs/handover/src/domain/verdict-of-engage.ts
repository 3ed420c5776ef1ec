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
  const startedAt = handover.engageStartedAt;
  const current = interventions.find(({ id }) => id === handover.interventionId) ?? interventions[0];
  if (!current) return handover.status === 'active' && handover.interventionId !== undefined ? 'over' : 'goes-on';
  if (!current.closed)
    return handover.status === 'queue' && current.userRepliesCount > 0 && startedAt && current.createdAt >= startedAt
      ? 'joined'
      : 'goes-on';
  return startedAt && current.updatedAt >= startedAt ? 'over' : 'goes-on';
}
