import type { HandoverId } from '#kernel';
import { TenantIncomplete } from '#tenant-config';
import type { EngageEvent } from '../../engage-fact.js';
import { HandoverDisabled } from '../../handover.errors.js';
import { type GivenHandover, type Handover, newHandover } from '../../handover.js';
import type { Draft } from '../../machine/draft.js';
import { ENGAGE } from '../../machine/engage-items.js';
import type { StartFact } from '../../machine/fact.js';
import { withOptions } from '../../machine/settings.js';
import { admit } from './admitting.js';
import { sendHistory } from '../messages/history.js';
import { identify } from './identifying.js';
import { join } from '../joining.js';
import { tellCustomer } from '../messages/telling-customer.js';

export interface Started {
  readonly handoverId: HandoverId;
  /** False when a handover was running already. */
  readonly created: boolean;
}

/**
 * Takes the conversation from the bot: puts what the agent must know into the lane, followed by the start. On a native source
 * Engage already has history and profile.
 *
 * @throws HandoverDisabled, TenantIncomplete, HandoverUnavailable
 */
export function start(draft: Draft, fact: StartFact): Started {
  const { running, conversation } = draft.situation;
  identify(draft, fact.userId);
  if (running) return { handoverId: running.id, created: false };
  const { enabled, missingToStart } = draft.settings;
  if (!enabled) throw new HandoverDisabled();
  if (missingToStart.length > 0) throw new TenantIncomplete(missingToStart);
  const agents = admit(draft, fact);
  const handover = accepted(draft, fact, agents);
  draft.begin(handover);
  const { id: handoverId } = handover;
  if (conversation.nativeChannel) draft.send({ kind: ENGAGE.prepare, payload: { handoverId } });
  else {
    sendHistory(draft, handover, fact);
    draft.send({ kind: ENGAGE.identity, payload: { author: 'agent', handoverId } });
  }
  draft.send({ kind: ENGAGE.start, payload: { handoverId } });
  if (agents === 'closed') tellCustomer(draft, draft.settings.availability.whenClosed?.texts);
  return { handoverId, created: true };
}

/**
 * An agent takes the conversation from the bot without a request: the handover begins with the agent joined, at the time
 * that Engage names.
 */
export function beginByAgent(draft: Draft, event: EngageEvent, reason: string): void {
  const handover = { ...accepted(draft, { reason }), engageStartedAt: event.issuedAt };
  draft.begin(handover);
  draft.send({ kind: ENGAGE.start, payload: { handoverId: handover.id } });
  join(draft, handover, { interventionId: event.interventionId, agentId: event.actorId });
}

/** A new handover with its timers. If no agent is available, the customer waits until one joins. */
function accepted(draft: Draft, given: GivenHandover, agents: 'open' | 'closed' = 'open'): Handover {
  const handover = newHandover(draft.conversation, draft.now, given, draft.newId<HandoverId>());
  const { inactivityMinutes, noPickupMinutes, maxDurationMinutes } = withOptions(draft.settings, given.options);
  return {
    ...handover,
    inactivityMinutes: inactivityMinutes ?? undefined,
    inactivityDueAt: draft.inMinutes(inactivityMinutes),
    noPickupDueAt: agents === 'open' ? draft.inMinutes(noPickupMinutes) : undefined,
    maxDurationDueAt: draft.inMinutes(maxDurationMinutes),
  };
}
