import type { Conversation } from '../conversation.js';
import { interventionsOf } from '../engage-conduct.js';
import type { Handover } from '../handover.js';
import { type Standing, verdictOn } from '../standing.js';
import type { FoundContent } from './found-content.js';
import { wholeSecond } from './whole-second.js';

/** A handover that was not checked for this long may have missed something, because no process was running. In milliseconds. */
const UNWATCHED_MS = 300_000;
/**
 * How long after its last check a handover with a lost end waits for a look at its thread: the bot must be back within
 * two minutes. In milliseconds.
 */
const END_WAITS_MS = 90_000;
/**
 * How long messages are looked for that Engage may still deliver, after they were written and after the handover's end. In
 * milliseconds.
 */
const LATE_MS = 1_800_000;

/** The data that shows whether a message was lost. */
export interface Evidence {
  readonly standing: Standing;
  /** Number of agents' messages that have arrived since the handover began. */
  readonly arrived: number;
  /** On the clock of the database. */
  readonly now: Date;
}

/**
 * Whether to read the thread for lost messages of agents: `first`, before anything is decided, because the conversation would
 * go back to the bot without them; `soon`, when a call is free; or not at all.
 */
export type Look = 'first' | 'soon' | 'none';

/**
 * Engage counts the replies of each intervention. So a look costs a call only if a reply is missing, if no process was running,
 * or if the handover ends because an event was lost.
 */
export function lookAt(conversation: Conversation, handover: Handover, { standing, arrived, now }: Evidence): Look {
  if (!handover.engageStartedAt) return 'none';
  if (!handover.endedAt && verdictOn(conversation, handover, standing) === 'over') return 'first';
  const isReplyMissing = repliesIn(conversation, handover, standing) - arrived > handover.repliesElsewhere;
  return handover.contentsCheck === 'read' || isReplyMissing || isUnwatched(handover, now) ? 'soon' : 'none';
}

/** Whether an end that no event reported can wait until Engage allows a look. If it cannot wait, the thread is read after the end. */
export function endCanWait(handover: Handover, now: Date): boolean {
  return uncheckedMs(handover, now) <= END_WAITS_MS;
}

function isUnwatched(handover: Handover, now: Date): boolean {
  return uncheckedMs(handover, now) > UNWATCHED_MS;
}

function uncheckedMs({ checkedAt, startedAt }: Handover, now: Date): number {
  return now.getTime() - (checkedAt ?? startedAt).getTime();
}

/** Whether to look again for messages that Engage is still trying to deliver. */
export function isWorthAnotherLook({ endedAt }: Handover, now: Date): boolean {
  return endedAt === undefined || now.getTime() - endedAt.getTime() < LATE_MS;
}

/**
 * Whether Engage may export this content soon. If it takes longer, e.g. because it waits for an approval, Engage's event about the
 * failed export starts another look. The clocks of Engage and of the database may differ by minutes, which does not matter here.
 */
export function mayStillCome({ export: state, writtenAt }: FoundContent, now: Date): boolean {
  return state === 'pending' && now.getTime() - writtenAt.getTime() < LATE_MS;
}

/** A content may appear in Engage's lists this long after it was written, in milliseconds. Assumed, not documented. */
const LIST_LATE_MS = 600_000;
/** In a busy thread this time has too many contents to read them each time. */
const MOST_READ_AGAIN = 100;

/**
 * The time up to which a thread need not be read again: the last ten minutes, and what Engage has not exported yet, are read
 * again, because an export may also fail after hours.
 *
 * @param found in the order in which they were written
 * @param since the time from which they were read
 */
export function readTo(found: readonly FoundContent[], since: Date): Date {
  const newest = found.at(-1);
  if (!newest) return since;
  const late = newest.writtenAt.getTime() - LIST_LATE_MS;
  const busy = found.at(-MOST_READ_AGAIN)?.writtenAt.getTime() ?? late;
  const pending = found.find(({ export: state }) => state === 'pending')?.writtenAt.getTime() ?? Infinity;
  return new Date(Math.max(since.getTime(), Math.min(Math.max(late, busy), pending)));
}

/** Agents' replies to the customer, as Engage counts them in the interventions that the handover had. */
export function repliesIn(conversation: Conversation, handover: Handover, { interventions }: Standing): number {
  const { engageStartedAt: startedAt } = handover;
  if (!startedAt) return 0;
  return interventionsOf(conversation, interventions)
    .filter(({ updatedAt }) => updatedAt >= wholeSecond(startedAt))
    .reduce((sum, { userRepliesCount }) => sum + userRepliesCount, 0);
}
