import type { EngageEvent } from '../engage-fact.js';
import type { Handover } from '../handover.js';

/**
 * What a fact does to the running handover. `undecided` is kept until the start has reached Engage; `joined` was known
 * already, but may tell which case it is.
 */
export type FactEffect =
  | { readonly type: 'join' | 'joined' | 'end' | 'check' | 'transfer' | 'undecided' }
  | { readonly type: 'ignore'; readonly reason: string };

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
  // A start of ours may still fail, unless an agent has shown that Engage has it.
  if (!engageStartedAt || (step !== 'recategorised' && status === 'queue')) return { type: 'undecided' };
  if (isOlder(event.issuedAt, engageStartedAt)) return ignored('It is older than the handover.');
  if (wanted === 'join' && status !== 'queue') return { type: 'joined' };
  const reason = wanted === 'end' ? whyNoEnd(event, running, { last, closedAt }) : undefined;
  return reason === undefined ? { type: wanted } : ignored(reason);
}

function whyNoEnd(
  event: EngageEvent,
  running: Handover,
  { last, closedAt }: { last: Handover | undefined; closedAt: Date | undefined },
): string | undefined {
  if (repeatsEndOf(last, event, running.engageStartedAt, closedAt)) return 'It repeats the end of the handover before.';
  return excludedByIntervention(event, running) ? 'It is about another intervention.' : undefined;
}

const ignored = (reason: string): FactEffect => ({ type: 'ignore', reason });

/**
 * Engage tells one end by several events within a moment. Where the start is known only by its second, those of the handover
 * before may lie in the same one.
 */
function repeatsEndOf(
  last: Handover | undefined,
  { issuedAt, interventionId }: EngageEvent,
  startedAt: Date | undefined,
  closedAt: Date | undefined,
): boolean {
  if (!last || !issuedAt || !closedAt || !startedAt || startedAt.getTime() % 1_000 !== 0) return false;
  if (interventionId !== undefined && last.interventionId !== undefined && interventionId !== last.interventionId)
    return false;
  const isInItsSecond = issuedAt.getTime() < startedAt.getTime() + 1_000;
  return isInItsSecond && Math.abs(issuedAt.getTime() - closedAt.getTime()) < 1_000;
}

const EFFECTS: Partial<Record<EngageEvent['fact']['type'], 'join' | 'end' | 'check' | 'transfer'>> = {
  'agent-joined': 'join',
  'agent-transferred': 'transfer',
  over: 'end',
  'maybe-over': 'check',
};

/** A moment without a fraction may have lost it: such a one is compared by whole seconds. */
function isOlder(issuedAt: Date | undefined, startedAt: Date): boolean {
  if (!issuedAt) return false;
  const precision = issuedAt.getTime() % 1_000 === 0 ? 1_000 : 1;
  return issuedAt.getTime() < Math.floor(startedAt.getTime() / precision) * precision;
}

function excludedByIntervention(event: EngageEvent, running: Handover): boolean {
  return (
    event.interventionId !== undefined &&
    running.interventionId !== undefined &&
    event.interventionId !== running.interventionId
  );
}
