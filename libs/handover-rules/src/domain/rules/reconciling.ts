import type { HandoverId } from '#kernel';
import { interventionsOf } from '../engage-conduct.js';
import type { Handover } from '../handover.js';
import type { Draft } from '../machine/draft.js';
import { ENGAGE } from '../machine/engage-items.js';
import type { Fact } from '../machine/fact.js';
import { type Standing, type Verdict, verdictOn } from '../standing.js';
import { end } from './ending.js';
import { join } from './joining.js';

type Reconciliation = Extract<Fact, { type: 'reconciliation' }>;

/** Engage was asked because an event may be missing. Lost messages of agents are in the lane to the bot by now. */
export function reconcile(draft: Draft, { of, standing, checkedAt, contents }: Reconciliation): Verdict {
  const { running } = draft.situation;
  if (running?.id !== of) return 'goes-on';
  draft.adjust({ checkedAt, ...contents });
  const verdict = settle(draft, running, standing);
  if (verdict === 'over' && contents) draft.adjust({ contentsCheck: contents.contentsCheck });
  return verdict;
}

/** The thread was read for lost messages of agents. */
export function rememberLook(draft: Draft, { of, contents }: Extract<Fact, { type: 'thread-read' }>): void {
  if (draft.situation.running?.id === of) draft.adjust(contents);
}

/** Brings the handover into the state that Engage's records show. */
export function settle(draft: Draft, running: Handover, standing: Standing): Verdict {
  const verdict = verdictOn(draft.conversation, running, standing);
  if (verdict === 'over') end(draft, running, 'reconciliation');
  if (verdict === 'joined') {
    const taken = standing.interventions.find(({ closed, userRepliesCount }) => !closed && userRepliesCount > 0);
    join(draft, running, { interventionId: taken?.id, agentId: taken?.userId });
  }
  return verdict;
}

/** A message of an agent did not reach us: the next reconciliation reads it in Engage. */
export function expectMissing(draft: Draft): void {
  if (draft.situation.running) draft.adjust({ contentsCheck: 'read' });
}

/** A task was destroyed: over, unless its intervention is open or deferred. An unreadable thread proves nothing. */
export function taskDestroyed(draft: Draft, of: HandoverId, { thread, interventions }: Standing): void {
  const { running } = draft.situation;
  const isOpen = interventionsOf(draft.conversation, interventions).some(({ closed }) => !closed);
  if (running?.id === of && thread && !isOpen) end(draft, running, 'agent');
}

/** Engage carried out the start of an ended handover after its return: the thread is given back again. */
export function returnLateStart(draft: Draft, ended: Handover, { thread, interventions }: Standing): void {
  const isWithAgents = ended.agentCategoryId !== undefined && thread?.categoryIds.includes(ended.agentCategoryId);
  if (!isWithAgents || draft.situation.running || interventions.some(({ closed }) => !closed)) return;
  draft.send({ kind: ENGAGE.return, payload: { handoverId: ended.id, closeAgentSide: false } });
}
