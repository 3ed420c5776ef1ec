import type { Handover } from '../handover.js';
import type { Draft } from '../machine/draft.js';
import type { Standing } from '../standing.js';
import { end } from './ending.js';
import { endQueuePause } from './queue-updates.js';
import { settle } from './reconciling.js';
import { tellCustomer } from './messages/telling-customer.js';

/** How long a handover without a pick-up waits for Engage's answer after its time has run out, in milliseconds. */
const UNCHECKED_GRACE_MS = 120_000;
const ASK_AGAIN_MS = 15_000;
const NO_PICKUP = { reason: 'unavailable', message: 'No agent took the conversation in time.' } as const;
const TOO_LONG = { reason: 'error', message: 'The handover has reached its maximum duration.' } as const;

/** Does what the timers of the running handover require that are due now. */
export function fireTimer(draft: Draft, standing: Standing | undefined): void {
  const { running } = draft.situation;
  if (!running) return;
  if (isDue(draft, running.queueUpdateDueAt)) endQueuePause(draft, running);
  if (isDue(draft, running.maxDurationDueAt)) return tooLong(draft, running);
  if (isDue(draft, running.noPickupDueAt)) noPickup(draft, running, standing);
  else if (isDue(draft, running.inactivityDueAt)) noticeSilence(draft, running);
}

/** The event about an agent who joined may be missing: Engage is asked before the handover ends. */
function noPickup(draft: Draft, running: Handover, standing: Standing | undefined): void {
  if (running.status !== 'queue') {
    draft.adjust({ noPickupDueAt: undefined });
    return;
  }
  if (!standing && isWorthAsking(draft, running)) {
    draft.adjust({ noPickupDueAt: new Date(draft.now.getTime() + ASK_AGAIN_MS) });
    return;
  }
  if (standing && settle(draft, running, standing) !== 'goes-on') return;
  const customerTold = tellCustomer(draft, draft.settings.timerTexts.noPickup);
  end(draft, running, 'no-pickup', { error: NO_PICKUP, customerTold });
}

function tooLong(draft: Draft, running: Handover): void {
  const customerTold = tellCustomer(draft, draft.settings.timerTexts.maxDuration);
  end(draft, running, 'max-duration', { error: TOO_LONG, customerTold });
}

/** Engage did not answer: it is asked again for a while, because an agent may have the conversation. */
function isWorthAsking({ now, settings }: Draft, { startedAt }: Handover): boolean {
  const graceMs = (settings.noPickupMinutes ?? 0) * 60_000 + UNCHECKED_GRACE_MS;
  return now.getTime() < startedAt.getTime() + graceMs;
}

/** Sets and restarts the timer of a silent customer. @param minutes left out: the tenant's setting; if it has none, the timer stops */
export function setInactivity(draft: Draft, minutes: number | undefined): void {
  const inactivityMinutes = minutes ?? draft.settings.inactivityMinutes ?? undefined;
  draft.adjust({ inactivityMinutes, inactivityCount: 0, inactivityDueAt: draft.inMinutes(inactivityMinutes) });
}

/** A customer in the queue need not write: the bot is notified of the silence, but it does not end the handover. */
function noticeSilence(draft: Draft, running: Handover): void {
  const { inactivityCount, inactivityMinutes, status, id: handoverId } = running;
  const isLast = inactivityCount >= draft.settings.inactivityCloseAfter;
  if (isLast && status === 'active') {
    const customerTold = tellCustomer(draft, draft.settings.timerTexts.inactivity);
    return end(draft, running, 'inactivity', { customerTold });
  }
  const count = isLast ? inactivityCount : inactivityCount + 1;
  draft.adjust({ inactivityCount: count, inactivityDueAt: draft.inMinutes(inactivityMinutes) });
  if (isLast) return;
  const current = draft.conversation.state === 'active' ? 'active' : 'queue';
  draft.tellBot({
    type: 'handover.status',
    data: { handoverId, status: current, event: 'inactivity', inactivityCount: count },
  });
}

/** The customer has written: the silence counts from now. */
export function restartSilence(draft: Draft): void {
  const { handover } = draft;
  if (handover?.inactivityMinutes === undefined || handover.endedAt) return;
  draft.adjust({ inactivityCount: 0, inactivityDueAt: draft.inMinutes(handover.inactivityMinutes) });
}

function isDue({ now }: Draft, at: Date | undefined): boolean {
  return at !== undefined && at <= now;
}
