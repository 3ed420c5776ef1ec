import type { HandoverProblem } from '../bot-event.js';
import { type EndCause, endRule } from '../end-cause.js';
import type { Handover } from '../handover.js';
import type { Draft } from '../machine/draft.js';
import { ENGAGE } from '../machine/engage-items.js';

export interface EndDetails {
  readonly error?: HandoverProblem;
  /** The customer has received the tenant's text about it. */
  readonly customerTold?: boolean;
  /** The bot learns of it in another way: no event is sent. */
  readonly announced?: boolean;
}

/** Gives the conversation back to the bot: exactly one terminal status, and the thread returns to the bot's category. */
export function end(draft: Draft, handover: Handover, cause: EndCause, details: EndDetails = {}): void {
  const { status, closesEngage } = endRule(cause);
  const { error, announced = false, customerTold = false } = details;
  const closeAgentSide = closesEngage === 'as-set' ? draft.settings.closeAgentSide : closesEngage;
  const contentsCheck = contentsCheckOf(draft.handover ?? handover);
  draft.change({ status, endedAt: draft.now, endCause: cause, contentsCheck, ...(error && { error }) }, 'bot', cause);
  if (!announced)
    draft.tellBot({
      type: 'handover.status',
      ...(customerTold && { customerTold }),
      data: { handoverId: handover.id, status, event: status, ...(error && { error }) },
    });
  draft.send({ kind: ENGAGE.return, payload: { handoverId: handover.id, closeAgentSide } });
}

/** If Engage had the conversation, messages that were written before the end may be lost. */
function contentsCheckOf({ engageStartedAt, contentsCheck }: Handover): Handover['contentsCheck'] {
  return engageStartedAt && (contentsCheck ?? 'count');
}
