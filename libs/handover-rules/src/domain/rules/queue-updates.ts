import { type Handover, placeInQueue } from '../handover.js';
import type { Draft } from '../machine/draft.js';

interface QueueUpdate {
  readonly position: number | undefined;
  readonly estimatedWaitSeconds: number | undefined;
}

/**
 * Passes the place in the queue on to the bot, if it changed and not more often than the tenant wants: the latest update of a
 * pause is sent at its end. A value that Engage leaves out is unknown.
 */
export function takeQueueUpdate(draft: Draft, { position, estimatedWaitSeconds }: QueueUpdate): void {
  const { running } = draft.situation;
  if (running?.status !== 'queue') return;
  const estimatedWaitMs = estimatedWaitSeconds === undefined ? undefined : Math.round(estimatedWaitSeconds * 1_000);
  const isKnown = position === running.queuePosition && estimatedWaitMs === running.estimatedWaitMs;
  if (isKnown && !running.queueUpdateDueAt) return;
  const waiting = draft.adjust({ queuePosition: position, estimatedWaitMs });
  // Before the start is announced, nothing is sent: the announcement has the place.
  if (running.step !== 'recategorised' || !draft.settings.queueUpdates) return;
  const dueAt = endOfPause(draft, running);
  if (dueAt > draft.now) draft.adjust({ queueUpdateDueAt: dueAt });
  else tell(draft, waiting);
}

/** Sends the latest update of the pause, which is over now. */
export function endQueuePause(draft: Draft, running: Handover): void {
  if (running.status === 'queue') tell(draft, running);
  else draft.adjust({ queueUpdateDueAt: undefined });
}

function tell(draft: Draft, { id: handoverId, ...place }: Handover): void {
  draft.adjust({ queueUpdateSentAt: draft.now, queueUpdateDueAt: undefined });
  draft.tellBot({
    type: 'handover.status',
    data: { handoverId, status: 'queue', event: 'queueUpdate', ...placeInQueue(place) },
  });
}

function endOfPause({ settings }: Draft, { queueUpdateSentAt }: Handover): Date {
  return new Date((queueUpdateSentAt?.getTime() ?? 0) + settings.queueUpdateMinSeconds * 1_000);
}
