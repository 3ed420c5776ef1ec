import { type ConversationId, type HandoverId, newId, type TenantId } from '#kernel';
import type { HandoverSettings } from '#tenant-config';
import type { HandoverProblem, HandoverStatus } from './bot-event.js';
import type { Conversation } from './conversation.js';
import type { EndCause } from './end-cause.js';

/** Settings that one handover may override. */
export type HandoverOptions = Partial<
  Omit<
    HandoverSettings,
    'enabled' | 'availability' | 'forwardOnlyHandover' | 'typingPreview' | 'noteAsComment' | 'timerTexts'
  >
>;

/** Progress of the start. History is sent before `linked`, the announcement together with `recategorised`. */
export type StartStep = 'accepted' | 'linked' | 'recategorised';

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
  /** The note for agents; undefined if there is none. */
  readonly note: string | undefined;
  /** When the note was put into the lane as a comment at the agents' case. */
  readonly noteQueuedAt: Date | undefined;
  /** Additional categories of the request. */
  readonly categoryIds: readonly string[];
  /** Those that this handover really added, to be removed at its end. */
  readonly addedCategoryIds: readonly string[];
  /** The thread's own categories before this handover changed them; undefined before that. */
  readonly categoriesBefore: readonly string[] | undefined;
  /** The tenant's categories of the agents and of the bot when this handover changed the thread. */
  readonly agentCategoryId: string | undefined;
  readonly botCategoryId: string | undefined;
  /**
   * The time since which facts of Engage belong to this handover, on Engage's clock: when the thread was read before it was
   * first given to the agents, or when Engage issued the event by which an agent began the handover.
   */
  readonly engageStartedAt: Date | undefined;
  /** When the thread was given back to the bot, by Engage's clock; by this service's clock if that failed permanently. */
  readonly returnedAt: Date | undefined;
  readonly interventionId: string | undefined;
  readonly agentName: string | undefined;
  readonly queuePosition: number | undefined;
  readonly estimatedWaitMs: number | undefined;
  readonly queueUpdateSentAt: Date | undefined;
  /** When the latest place in the queue is sent, if it arrived within the pause after the previous one. */
  readonly queueUpdateDueAt: Date | undefined;
  /** `status: active` was sent to the bot. */
  readonly activeSent: boolean;
  readonly startedAt: Date;
  readonly joinedAt: Date | undefined;
  readonly endedAt: Date | undefined;
  readonly endCause: EndCause | undefined;
  readonly error: HandoverProblem | undefined;
  /** When reconciliation last looked. */
  readonly checkedAt: Date | undefined;
  /**
   * What reconciliation still has to do to find agents' lost messages: `read` the thread, or `count` the replies once more
   * after the end.
   */
  readonly contentsCheck: 'count' | 'read' | undefined;
  /** Agents' replies that Engage counts although they are not expected here: written before the handover, or by others. */
  readonly repliesElsewhere: number;
  /**
   * The time up to which the thread was read for lost messages, on Engage's clock: everything older has arrived or was
   * found. Undefined: it was not read.
   */
  readonly contentsReadTo: Date | undefined;
  /** After how many minutes without a message of the customer the bot is notified; undefined: never. */
  readonly inactivityMinutes: number | undefined;
  /** How often it was notified since the customer's last message. */
  readonly inactivityCount: number;
  readonly inactivityDueAt: Date | undefined;
  /** When the handover ends with an error if no agent has joined. */
  readonly noPickupDueAt: Date | undefined;
  /** When the handover ends with an error, with or without an agent. */
  readonly maxDurationDueAt: Date | undefined;
  /** The customer's, as a BCP 47 tag, if the start named it. */
  readonly language: string | undefined;
}

/** What a start may say about the handover. */
export type GivenHandover = Partial<
  Pick<Handover, 'options' | 'reason' | 'summary' | 'contextData' | 'note' | 'categoryIds' | 'language'>
>;

/** What is not known of a handover when it begins. */
const NOT_YET = {
  noteQueuedAt: undefined,
  categoriesBefore: undefined,
  agentCategoryId: undefined,
  botCategoryId: undefined,
  engageStartedAt: undefined,
  returnedAt: undefined,
  interventionId: undefined,
  agentName: undefined,
  queuePosition: undefined,
  estimatedWaitMs: undefined,
  queueUpdateSentAt: undefined,
  queueUpdateDueAt: undefined,
  joinedAt: undefined,
  endedAt: undefined,
  endCause: undefined,
  error: undefined,
  checkedAt: undefined,
  contentsCheck: undefined,
  contentsReadTo: undefined,
  inactivityMinutes: undefined,
  inactivityDueAt: undefined,
  noPickupDueAt: undefined,
  maxDurationDueAt: undefined,
} satisfies Partial<Handover>;

/** A handover that was just accepted. */
export function newHandover(
  { tenantId, id: conversationId }: Conversation,
  startedAt: Date,
  { options = {}, reason, summary, contextData = {}, note, categoryIds = [], language }: GivenHandover,
  id = newId<HandoverId>(),
): Handover {
  return {
    ...NOT_YET,
    tenantId,
    id,
    conversationId,
    startedAt,
    options,
    reason,
    summary,
    contextData,
    note,
    categoryIds,
    language,
    status: 'queue',
    step: 'accepted',
    addedCategoryIds: [],
    activeSent: false,
    repliesElsewhere: 0,
    inactivityCount: 0,
  };
}

/** The place in the queue in the form for bots, as far as it is known. */
export function placeInQueue({ queuePosition, estimatedWaitMs }: Pick<Handover, 'queuePosition' | 'estimatedWaitMs'>): {
  position?: number;
  estimatedWaitTime?: number;
} {
  return {
    ...(queuePosition !== undefined && { position: queuePosition }),
    ...(estimatedWaitMs !== undefined && { estimatedWaitTime: estimatedWaitMs }),
  };
}
