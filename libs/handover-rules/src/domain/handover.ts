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

/** How far the start has come. History is sent before `linked`, the announcement goes with `recategorised`. */
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
  /** The note for agents; undefined when there is nothing to say. */
  readonly note: string | undefined;
  /** When the note was given to the lane as a comment at the agents' case. */
  readonly noteQueuedAt: Date | undefined;
  /** Additional categories that were asked for. */
  readonly categoryIds: readonly string[];
  /** Those that this handover really added, to be taken away at its end. */
  readonly addedCategoryIds: readonly string[];
  /** The thread's own categories before this handover changed them; undefined until it is about to. */
  readonly categoriesBefore: readonly string[] | undefined;
  /** The tenant's categories of the agents and of the bot when this handover changed the thread. */
  readonly agentCategoryId: string | undefined;
  readonly botCategoryId: string | undefined;
  /**
   * Since when facts of Engage belong to this handover, on Engage's clock: when the thread was read before it was first given
   * to the agents, or when the event was issued with which an agent began the handover.
   */
  readonly engageStartedAt: Date | undefined;
  /** When the thread was given back to the bot, on Engage's clock; when that failed for good, on ours. */
  readonly returnedAt: Date | undefined;
  readonly interventionId: string | undefined;
  readonly agentName: string | undefined;
  readonly queuePosition: number | undefined;
  readonly estimatedWaitMs: number | undefined;
  readonly queueUpdateSentAt: Date | undefined;
  /** When the latest place in the queue goes out that came within the pause after the one before. */
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
  /** After how many minutes without a word of the customer the bot is notified; undefined: never. */
  readonly inactivityMinutes: number | undefined;
  /** How often it was notified since the customer's last word. */
  readonly inactivityCount: number;
  readonly inactivityDueAt: Date | undefined;
  /** When the handover ends with an error if no agent has joined. */
  readonly noPickupDueAt: Date | undefined;
  /** When the handover ends with an error, with or without an agent. */
  readonly maxDurationDueAt: Date | undefined;
  /** The customer's, as a BCP 47 tag, if the start said it. */
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
    inactivityCount: 0,
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
