import type { Handover } from '../handover.js';
import type { Draft } from '../machine/draft.js';
import { ENGAGE } from '../machine/engage-items.js';

/** The agents' intervention, as far as a fact names it. */
export interface KnownIntervention {
  readonly interventionId?: string | undefined;
  /** Whose it is. */
  readonly agentId?: string | undefined;
}

export interface JoinDetails extends KnownIntervention {
  readonly agentName?: string | null;
}

/** An agent has joined: the customer no longer waits, and from now on their silence counts. */
export function join(draft: Draft, handover: Handover, details: JoinDetails): void {
  const { activeFrom, activeEvent } = draft.settings;
  const tellsActive = activeFrom === 'join' && activeEvent;
  draft.change(
    {
      status: 'active',
      joinedAt: draft.now,
      agentName: details.agentName ?? handover.agentName,
      interventionId: details.interventionId ?? handover.interventionId,
      activeSent: handover.activeSent || tellsActive,
      noPickupDueAt: undefined,
      inactivityCount: 0,
      inactivityDueAt: draft.inMinutes(handover.inactivityMinutes),
    },
    'active',
    'agent joined',
  );
  draft.tellBot({
    type: 'handover.status',
    data: { handoverId: handover.id, status: tellsActive ? 'active' : 'queue', event: 'agentJoined' },
  });
  learnIntervention(draft, details);
}

/**
 * An agent writes: this is a join if no agent had joined, and makes the handover active on platforms where the first
 * message does that.
 */
export function agentSpeaks(draft: Draft, handover: Handover, details: JoinDetails): void {
  if (handover.status === 'queue') join(draft, handover, details);
  const { agentName = null } = details;
  if (agentName !== null && agentName !== draft.handover?.agentName) draft.adjust({ agentName });
  if (draft.handover?.activeSent !== false) return;
  const { activeFrom, activeEvent } = draft.settings;
  draft.change({ activeSent: true }, draft.conversation.state, 'agent wrote');
  if (activeFrom === 'first-message' && activeEvent)
    draft.tellBot({
      type: 'handover.status',
      data: { handoverId: handover.id, status: 'active', event: 'active' },
    });
}

/** The note was written at the bot's own intervention: it is not written again. */
export function noteLeft(draft: Draft): void {
  if (draft.situation.running) draft.adjust({ noteQueuedAt: draft.now });
}

/** Remembers which intervention it is, and leaves the handover's note there, once. */
export function learnIntervention(draft: Draft, { interventionId, agentId }: KnownIntervention): void {
  const { handover } = draft;
  if (!handover || interventionId === undefined) return;
  if (handover.interventionId === undefined) draft.adjust({ interventionId });
  if (agentId === undefined || !draft.settings.noteAsComment || handover.note === undefined || handover.noteQueuedAt)
    return;
  draft.send({ kind: ENGAGE.note, payload: { handoverId: handover.id, interventionId, userId: agentId } });
  draft.adjust({ noteQueuedAt: draft.now });
}
