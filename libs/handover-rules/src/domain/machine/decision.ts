import type { EngageThreadId, JsonObject, MessageId, UserId } from '#kernel';
import type { BotEventBody, HandoverStatus } from '../bot-event.js';
import type { Forwarding, JournalEntry } from '../journal-entry.js';
import type { TimelineKind } from '../timeline-kind.js';
import type { ConversationState, NativeChannel } from '../conversation.js';
import type { Handover } from '../handover.js';
import type { EngageItem } from './engage-items.js';

/** What changes in a conversation; members that are left out stay. */
export interface ConversationChange {
  /** The state it leaves and the one it enters. */
  readonly state?: { readonly from: ConversationState; readonly to: ConversationState };
  readonly nativeChannel?: NativeChannel;
  readonly engageThreadId?: EngageThreadId;
  readonly engageClosedAt?: Date;
  readonly typingSentAt?: Date | undefined;
  readonly userId?: UserId;
}

/** What changes in the running handover. `change` names the status it leaves. */
export type HandoverChange =
  | { readonly type: 'begin'; readonly handover: Handover }
  | {
      readonly type: 'change';
      readonly handover: Handover;
      readonly from: HandoverStatus;
      readonly changes: Partial<Handover>;
    };

/** Everything to store because of one fact. All of it is stored, or nothing. */
export interface Decision {
  readonly conversation: ConversationChange;
  readonly handover: HandoverChange | undefined;
  /** New messages of the journal, in their order. */
  readonly entries: readonly JournalEntry[];
  /** Messages of the journal whose forwarding to Engage is decided now. */
  readonly marks: readonly { readonly ids: readonly MessageId[]; readonly forwarding: Forwarding }[];
  /** For the lane to Engage, in their order. */
  readonly toEngage: readonly EngageItem[];
  /** For the lane to the bot, in their order. */
  readonly toBot: readonly BotEventBody[];
  readonly timeline: readonly { readonly kind: TimelineKind; readonly detail: JsonObject }[];
}
