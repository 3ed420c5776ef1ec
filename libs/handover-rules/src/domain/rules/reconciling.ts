import type { HandoverId } from '#kernel';
import { interventionsOf } from '../engage-conduct.js';
import type { Handover } from '../handover.js';
import type { Draft } from '../machine/draft.js';
import { ENGAGE } from '../machine/engage-items.js';
import { type Standing, type Verdict, verdictOn } from '../standing.js';
import { end } from './ending.js';
import { join } from './joining.js';

/** Engage was asked because an event may be missing. @param of the handover that it was asked about */
export function reconcile(draft: Draft, of: HandoverId, standing: Standing): Verdict {
  const { running } = draft.situation;
  if (running?.id !== of) return 'goes-on';
  draft.adjust({ checkedAt: draft.now });
  return settle(draft, running, standing);
}

/** Brings the handover to where Engage's records say that it is. */
export function settle(draft: Draft, running: Handover, standing: Standing): Verdict {
  const verdict = verdictOn(draft.conversation, running, standing);
  if (verdict === 'over') end(draft, running, 'reconciliation');
  if (verdict === 'joined') {
    const taken = standing.interventions.find(({ closed, userRepliesCount }) => !closed && userRepliesCount > 0);
    join(draft, running, { interventionId: taken?.id, agentId: taken?.userId });
  }
  return verdict;
}

/** A task was destroyed: over, unless its intervention is open or deferred. An unreadable thread says nothing. */
export function taskDestroyed(draft: Draft, of: HandoverId, { thread, interventions }: Standing): void {
  const { running } = draft.situation;
  const isOpen = interventionsOf(draft.conversation, interventions).some(({ closed }) => !closed);
  if (running?.id === of && thread && !isOpen) end(draft, running, 'agent');
}

/** Engage carried out the start of an ended handover after its return: the thread is given back once more. */
export function returnLateStart(draft: Draft, ended: Handover, { thread, interventions }: Standing): void {
  const isWithAgents = ended.agentCategoryId !== undefined && thread?.categoryIds.includes(ended.agentCategoryId);
  if (!isWithAgents || draft.situation.running || interventions.some(({ closed }) => !closed)) return;
  draft.send({ kind: ENGAGE.return, payload: { handoverId: ended.id, closeAgentSide: false } });
}
