import type { EngageEvent } from '../engage-fact.js';
import type { Handover } from '../handover.js';

/**
 * What a fact does to the running handover. `undecided` is kept until the start has reached Engage; `joined` is known already,
 * but may show which case it is.
 */
export type FactEffect =
  | { readonly type: 'join' | 'joined' | 'end' | 'check' | 'transfer' | 'undecided' }
  | { readonly type: 'ignore'; readonly reason: string };

interface HandoverBefore {
  readonly last: Handover | undefined;
  /** The latest close, on Engage's clock. */
  readonly closedAt: Date | undefined;
}

/**
 * What an event of Engage does to the running handover of its thread. Only facts that are not older than the handover count,
 * measured on Engage's own clock; an intervention id can only exclude, because a second handover may reopen the same one.
 *
 * @param last the handover before it
 * @param closedAt the latest close before this event, on Engage's clock
 */
export function effectOf(event: EngageEvent, running: Handover, last?: Handover, closedAt?: Date): FactEffect {
  const wanted = EFFECTS[event.fact.type];
  if (!wanted) return ignored('This event does not change a handover.');
  const { engageStartedAt, step, status } = running;
  // The start may still fail, unless an agent's action has shown that Engage has it.
  if (!engageStartedAt || (step !== 'recategorised' && status === 'queue')) return { type: 'undecided' };
  if (isOlder(event, engageStartedAt, closedAt)) return ignored('It is older than the handover.');
  if (wanted === 'join' && status !== 'queue') return { type: 'joined' };
  const reason = wanted === 'end' ? whyNoEnd(event, running, { last, closedAt }) : undefined;
  return reason === undefined ? { type: wanted } : ignored(reason);
}

function whyNoEnd(event: EngageEvent, running: Handover, before: HandoverBefore): string | undefined {
  if (running.status === 'queue' && repeatsEndOf(before, event, running.engageStartedAt))
    return 'It repeats the end of the previous handover.';
  return excludedByIntervention(event, running) ? 'It is about another intervention.' : undefined;
}

const ignored = (reason: string): FactEffect => ({ type: 'ignore', reason });

/**
 * Engage reports one end by several events at nearly the same time, whether an agent caused it or our return. If only the
 * second of the start is known, events about the end of the previous handover may have the same second; once an agent has
 * joined this one, all of them have arrived.
 */
function repeatsEndOf(
  { last, closedAt }: HandoverBefore,
  { issuedAt, interventionId }: EngageEvent,
  startedAt: Date | undefined,
): boolean {
  if (!last || !issuedAt || !startedAt || startedAt.getTime() % 1_000 !== 0) return false;
  if (interventionId !== undefined && last.interventionId !== undefined && interventionId !== last.interventionId)
    return false;
  const isInItsSecond = issuedAt.getTime() < startedAt.getTime() + 1_000;
  return isInItsSecond && [closedAt, last.returnedAt].some((end) => end && isWithinSecond(end, issuedAt));
}

const isWithinSecond = (one: Date, other: Date): boolean => Math.abs(one.getTime() - other.getTime()) < 1_000;

const EFFECTS: Partial<Record<EngageEvent['fact']['type'], 'join' | 'end' | 'check' | 'transfer'>> = {
  'agent-joined': 'join',
  'agent-transferred': 'transfer',
  over: 'end',
  'maybe-over': 'check',
};

/**
 * A time without a fraction may have lost it, so it is compared by whole seconds. If only the second of the start is known,
 * what happened before the last close may have the same second.
 */
function isOlder({ issuedAt }: EngageEvent, startedAt: Date, closedAt: Date | undefined): boolean {
  if (!issuedAt) return false;
  const second = Math.floor(startedAt.getTime() / 1_000) * 1_000;
  const isWhole = startedAt.getTime() === second;
  if (isWhole && closedAt && issuedAt < closedAt && closedAt.getTime() < second + 1_000) return true;
  return issuedAt.getTime() < (issuedAt.getTime() % 1_000 === 0 ? second : startedAt.getTime());
}

function excludedByIntervention(event: EngageEvent, running: Handover): boolean {
  return (
    event.interventionId !== undefined &&
    running.interventionId !== undefined &&
    event.interventionId !== running.interventionId
  );
}
