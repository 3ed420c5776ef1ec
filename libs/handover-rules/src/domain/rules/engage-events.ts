import type { EngageEvent } from '../engage-fact.js';
import { asJoin, isOurDoing, mayBeOurDoing, takesOver } from '../engage-conduct.js';
import type { Handover } from '../handover.js';
import type { Draft } from '../machine/draft.js';
import { ENGAGE } from '../machine/engage-items.js';
import { end } from './ending.js';
import { effectOf, type FactEffect } from './fact-effect.js';
import { join, type KnownIntervention, learnIntervention } from './joining.js';
import { beginByAgent } from './start/starting.js';

/** Whether a webhook event was decided; `unresolved`: it can only be decided once Engage has answered our call. */
export type EventVerdict = 'applied' | 'unresolved';

/** What a webhook event of Engage about the conversation's thread does. */
export function applyEngageEvent(draft: Draft, event: EngageEvent): EventVerdict {
  const { conversation } = draft;
  const { nativeChannel: channel } = conversation;
  if (isAboutAnother(event, draft)) return ignore(draft, event, 'It is about another customer of the thread.');
  if (isOurDoing(event, channel)) return ignore(draft, event, 'This service caused it.');
  if (mayBeOurDoing(event, channel)) {
    ignore(draft, event, 'Kept until Engage has said which intervention is ours.');
    return 'unresolved';
  }
  if (channel && takesOver(event, channel)) draft.saveChannel({ ...channel, ownInterventionId: undefined });
  rememberClose(draft, event);
  const { running } = draft.situation;
  if (!running) return withoutHandover(draft, event);
  const effect = effectOf(asJoin(event, channel), running, draft.situation.last, conversation.engageClosedAt);
  if (effect.type === 'ignore') return ignore(draft, event, effect.reason);
  return carryOut(draft, effect.type, running, event);
}

function carryOut(
  draft: Draft,
  effect: Exclude<FactEffect['type'], 'ignore'>,
  running: Handover,
  event: EngageEvent,
): EventVerdict {
  switch (effect) {
    case 'join':
      join(draft, running, interventionOf(event));
      return 'applied';
    case 'joined':
      learnIntervention(draft, interventionOf(event));
      return ignore(draft, event, 'An agent has joined already.');
    case 'transfer':
      transfer(draft, running);
      return 'applied';
    case 'end':
      end(draft, running, 'agent');
      return 'applied';
    case 'check':
      draft.send({ kind: ENGAGE.check, payload: { handoverId: running.id } });
      return 'applied';
    case 'undecided':
      ignore(draft, event, 'Kept until the handover has reached Engage.');
      return 'unresolved';
  }
}

/** Another agent has the conversation; their first message has their name. */
function transfer(draft: Draft, { id: handoverId, agentName }: Handover): void {
  if (agentName !== undefined) draft.adjust({ agentName: undefined });
  const status = draft.conversation.state === 'active' ? 'active' : 'queue';
  draft.tellBot({ type: 'handover.status', data: { handoverId, status, event: 'agentTransferred' } });
}

/** Only an agent who reopens can bring the conversation back, and only by an event that is newer than the last close. */
function withoutHandover(draft: Draft, event: EngageEvent): EventVerdict {
  const { situation, conversation } = draft;
  if (event.fact.type !== 'reopened' || event.actorId === undefined)
    return ignore(draft, event, 'No handover is running.');
  const onReopen = situation.last?.options.onReopen ?? draft.settings.onReopen;
  if (onReopen !== 'rejoin') return ignore(draft, event, 'The tenant ignores reopened interventions.');
  if (isOlderThanClose(event, conversation.engageClosedAt))
    return ignore(draft, event, 'The intervention was closed after it.');
  beginByAgent(draft, event, 'Reopened by an agent');
  return 'applied';
}

/** Whether an agent did it before the bot got the conversation back. */
export function isOlderThanClose({ issuedAt }: EngageEvent, closedAt: Date | undefined): boolean {
  return issuedAt !== undefined && closedAt !== undefined && issuedAt < closedAt;
}

/** A close may arrive before an event that was issued earlier, so it is stored even if no handover is running. */
function rememberClose(draft: Draft, { fact, issuedAt }: EngageEvent): void {
  const { engageClosedAt } = draft.conversation;
  if (fact.type === 'over' && issuedAt && (!engageClosedAt || issuedAt > engageClosedAt))
    draft.closedInEngage(issuedAt);
}

/** Customers share threads only on native sources. */
function isAboutAnother({ identityId }: EngageEvent, { conversation }: Draft): boolean {
  return conversation.nativeChannel !== undefined && identityId !== undefined && identityId !== conversation.userId;
}

function ignore(draft: Draft, { id: eventId, type }: EngageEvent, reason: string): EventVerdict {
  draft.record('engage-event', { eventId, type, effect: 'none', reason });
  return 'applied';
}

export const interventionOf = ({ interventionId, actorId }: EngageEvent): KnownIntervention => ({
  interventionId,
  agentId: actorId,
});
