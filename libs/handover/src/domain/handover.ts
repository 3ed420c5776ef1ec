import { type ConversationId, type HandoverId, newId, type TenantId } from '#kernel';
import type { HandoverSettings } from '#tenant-config';
import type { HandoverProblem, HandoverStatus } from '../ports/bot-platform.js';
import type { Conversation } from './conversation.js';
import type { EngageEvent } from './engage-fact.js';

/** Settings that one handover may override. */
export type HandoverOptions = Partial<
  Omit<HandoverSettings, 'enabled' | 'availability' | 'forwardOnlyHandover' | 'typingPreview' | 'noteAsComment'>
>;

/** How far the start has come. History is sent before `linked`, the announcement goes with `recategorised`. */
export type StartStep = 'accepted' | 'linked' | 'recategorised';

export type EndCause =
  | 'agent'
  | 'bot-cancel'
  | 'bot-close'
  | 'operator-resume'
  | 'operator-close'
  | 'reconciliation'
  | 'inactivity'
  | 'no-pickup'
  | 'failure';

/** One time that a conversation was with Engage. */
export interface Handover {
  readonly tenantId: TenantId;
  readonly id: HandoverId;
  readonly conversationId: ConversationId;
  readonly status: HandoverStatus;
  readonly step: StartStep;
  readonly options: HandoverOptions;
  readonly reason: string | undefined;
  readonly summary: string | undefined;
  readonly contextData: Readonly<Record<string, string | string[]>>;
  /** What agents are told of it; undefined when there is nothing to tell. */
  readonly note: string | undefined;
  /** When the note was given to the lane as a comment at the agents' case. */
  readonly noteQueuedAt: Date | undefined;
  /** Additional categories that were asked for. */
  readonly categoryIds: readonly string[];
  /** Those that this handover really added, to be taken away at its end. */
  readonly addedCategoryIds: readonly string[];
  /** When the thread was given to the agents, on Engage's clock. In step `linked`: when that was first tried, on ours. */
  readonly engageStartedAt: Date | undefined;
  readonly interventionId: string | undefined;
  readonly agentName: string | undefined;
  readonly queuePosition: number | undefined;
  readonly estimatedWaitMs: number | undefined;
  readonly queueUpdateSentAt: Date | undefined;
  /** `status: active` was told to the bot. */
  readonly activeSent: boolean;
  readonly startedAt: Date;
  readonly joinedAt: Date | undefined;
  readonly endedAt: Date | undefined;
  readonly endCause: EndCause | undefined;
  readonly error: HandoverProblem | undefined;
  /** When reconciliation last looked. */
  readonly checkedAt: Date | undefined;
  /** After how many minutes without a word of the customer the bot is told; undefined: never. */
  readonly inactivityMinutes: number | undefined;
  /** How often it was told since the customer's last word. */
  readonly inactivityCount: number;
  readonly inactivityDueAt: Date | undefined;
  /** When the handover is given up if no agent has joined. */
  readonly noPickupDueAt: Date | undefined;
}

/** What a start may say about the handover. */
export type GivenHandover = Partial<
  Pick<Handover, 'options' | 'reason' | 'summary' | 'contextData' | 'note' | 'categoryIds'>
>;

/** A handover that was just accepted. */
export function newHandover(
  { tenantId, id: conversationId }: Conversation,
  startedAt: Date,
  given: GivenHandover,
): Handover {
  return {
    tenantId,
    id: newId<HandoverId>(),
    conversationId,
    status: 'queue',
    step: 'accepted',
    options: given.options ?? {},
    reason: given.reason,
    summary: given.summary,
    contextData: given.contextData ?? {},
    note: given.note,
    noteQueuedAt: undefined,
    categoryIds: given.categoryIds ?? [],
    addedCategoryIds: [],
    engageStartedAt: undefined,
    interventionId: undefined,
    agentName: undefined,
    queuePosition: undefined,
    estimatedWaitMs: undefined,
    queueUpdateSentAt: undefined,
    activeSent: false,
    startedAt,
    joinedAt: undefined,
    endedAt: undefined,
    endCause: undefined,
    error: undefined,
    checkedAt: undefined,
    inactivityMinutes: undefined,
    inactivityCount: 0,
    inactivityDueAt: undefined,
    noPickupDueAt: undefined,
  };
}

/** The place in the queue as bots read it, as far as it is known. */
export function placeInQueue({ queuePosition, estimatedWaitMs }: Pick<Handover, 'queuePosition' | 'estimatedWaitMs'>): {
  position?: number;
  estimatedWaitTime?: number;
} {
  return {
    ...(queuePosition !== undefined && { position: queuePosition }),
    ...(estimatedWaitMs !== undefined && { estimatedWaitTime: estimatedWaitMs }),
  };
}

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
 */
export function effectOf(event: EngageEvent, running: Handover): FactEffect {
  const wanted = EFFECTS[event.fact.type];
  if (!wanted) return { type: 'ignore', reason: 'This event does not change a handover.' };
  if (running.step !== 'recategorised' || !running.engageStartedAt) return { type: 'undecided' };
  if (event.issuedAt && isOlder(event.issuedAt, running.engageStartedAt))
    return { type: 'ignore', reason: 'It is older than the handover.' };
  if (wanted === 'end' && excludedByIntervention(event, running))
    return { type: 'ignore', reason: 'It is about another intervention.' };
  if (wanted === 'join' && running.status !== 'queue') return { type: 'joined' };
  return { type: wanted };
}

const EFFECTS: Partial<Record<EngageEvent['fact']['type'], 'join' | 'end' | 'check' | 'transfer'>> = {
  'agent-joined': 'join',
  'agent-transferred': 'transfer',
  over: 'end',
  'maybe-over': 'check',
};

/** A moment without a fraction may have lost it: such a one is compared by whole seconds. */
function isOlder(issuedAt: Date, startedAt: Date): boolean {
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
