import { wholeSecond } from './contents/whole-second.js';
import type { Conversation } from './conversation.js';
import { interventionsOf } from './engage-conduct.js';
import type { EngageIntervention, EngageThread } from './engage-records.js';
import type { Handover } from './handover.js';

/** What Engage's REST API says about a thread at one moment. */
export interface Standing {
  /** Undefined: gone, or not readable for the token. */
  readonly thread: EngageThread | undefined;
  /** Those of the thread, newest first. */
  readonly interventions: readonly EngageIntervention[];
}

export type Verdict = 'over' | 'joined' | 'goes-on';

/**
 * What Engage's records say about the running handover, if the event about it is missing. Only positive evidence counts: an
 * empty list may mean a lost read permission, and a change of an intervention from before the handover may be a note that an
 * agent added later. Deferring is not closing.
 */
export function verdictOn(
  conversation: Conversation,
  handover: Handover,
  { thread, interventions }: Standing,
): Verdict {
  // One of the listed interventions may be the one that we are opening.
  if (!handover.engageStartedAt || conversation.nativeChannel?.opensIntervention) return 'goes-on';
  const startedAt = wholeSecond(handover.engageStartedAt);
  const known = interventionsOf(conversation, interventions);
  const open = known.filter(({ closed }) => !closed);
  if (open.length > 0) {
    const isTaken = open.some(({ userRepliesCount, createdAt }) => userRepliesCount > 0 && createdAt >= startedAt);
    return handover.status === 'queue' && isTaken ? 'joined' : 'goes-on';
  }
  const belongs = ({ id, createdAt }: EngageIntervention): boolean =>
    id === handover.interventionId || createdAt >= startedAt;
  return known.some(belongs) || leftTheAgents(thread, handover) ? 'over' : 'goes-on';
}

/** The thread was closed, or given back to the bot. A new category means a transfer. */
function leftTheAgents(thread: EngageThread | undefined, handover: Handover): boolean {
  if (!thread || handover.step !== 'recategorised') return false;
  if (thread.closed) return true;
  const { agentCategoryId, categoriesBefore = [] } = handover;
  if (agentCategoryId === undefined || thread.categoryIds.includes(agentCategoryId)) return false;
  return thread.categoryIds.every((id) => categoriesBefore.includes(id) || handover.addedCategoryIds.includes(id));
}
