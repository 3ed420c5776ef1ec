import type { EngageThreadId, ForeignId, HandoverId, UserId } from '#kernel';
import type { RichContent } from '#rich-content';
import type { AgentCounts } from '../availability/availability-now.js';
import type { EngageContent, EngageEvent } from '../engage-fact.js';
import type { EngageThread } from '../engage-records.js';
import type { Handover, HandoverOptions } from '../handover.js';
import type { TranscriptTurn } from '../history/history.js';
import type { Attachment, Utterance } from '../message.js';
import type { Standing } from '../standing.js';

/** The bot side sends a message. Inline files are stored already. */
export interface BotSideMessageFact extends Utterance {
  readonly type: 'bot-side-message';
  /** Who writes in the session now. */
  readonly userId: UserId;
  /** The platform's id of the message. */
  readonly messageId: string;
  readonly author: 'user' | 'bot';
  /** A bot's message for the agent, not for the customer: sent also while the bot is muted. */
  readonly forAgent: boolean;
  readonly sentAt?: Date | undefined;
  /** Shown to the agent under the message, in the format of `context_data`. */
  readonly contextData?: Readonly<Record<string, string | string[]>>;
}

/** An agent's message, by the Channel SDK. */
export interface AgentMessageFact extends Utterance {
  readonly type: 'agent-message';
  /** Our new id of the message. */
  readonly foreignId: ForeignId;
  /** Engage's id of the content, if it names one. */
  readonly contentId: string | undefined;
  readonly senderName: string | null;
  readonly createdAt: Date | undefined;
  /** The files by addresses that the bot side can read. */
  readonly attachmentsForBot: readonly Attachment[];
  readonly content?: RichContent;
}

/** A content that was written on a native source. */
export interface NativeContentFact<Type extends 'customer-wrote' | 'agent-wrote'> {
  readonly type: Type;
  readonly event: EngageEvent;
  readonly written: EngageContent;
  readonly sourceId: string;
}

/** A handover is requested. */
export interface StartFact {
  readonly type: 'start';
  readonly userId: UserId;
  /** Whether the call has a profile for Engage. */
  readonly hasProfile: boolean;
  readonly transcript?: readonly TranscriptTurn[] | undefined;
  readonly reason?: string | undefined;
  readonly summary?: string | undefined;
  readonly note?: string | undefined;
  readonly contextData: Readonly<Record<string, string | string[]>>;
  readonly categoryIds: readonly string[];
  readonly options: HandoverOptions;
  /** The customer's, as a BCP 47 tag, if the bot side names it. */
  readonly language?: string | undefined;
  /** Agents of the categories; undefined: not read, or not known. */
  readonly agents?: AgentCounts | undefined;
}

/** An intervention that we opened. @property byUserId the user that we are in Engage, if it says so */
export interface OpenedIntervention {
  readonly interventionId: string;
  readonly byUserId: string | undefined;
}

/** What a handover stores about a look at the contents of its thread. */
export type LookedAt = Partial<Pick<Handover, 'contentsCheck' | 'repliesElsewhere' | 'contentsReadTo'>>;

/** Everything that can happen to one conversation. */
export type Fact =
  | BotSideMessageFact
  | AgentMessageFact
  | NativeContentFact<'customer-wrote'>
  | NativeContentFact<'agent-wrote'>
  | StartFact
  /** A webhook event of Engage about the conversation's thread. */
  | { readonly type: 'engage-event'; readonly event: EngageEvent }
  /** One of our contents was imported into this thread. */
  | { readonly type: 'imported'; readonly threadId: EngageThreadId }
  | {
      readonly type: 'queue-update';
      readonly position: number | undefined;
      /** Seconds, as in Engage; bots get milliseconds. */
      readonly estimatedWaitSeconds: number | undefined;
    }
  /** A message of an agent will not reach the customer. @property text of the message */
  | { readonly type: 'undeliverable'; readonly text: string }
  /** @property preview what the customer has typed so far */
  | { readonly type: 'customer-typing'; readonly typing: boolean; readonly preview: string | undefined }
  | { readonly type: 'agent-typing'; readonly typing: boolean }
  /** @property messageId our id of the agent's message */
  | { readonly type: 'message-read'; readonly messageId: ForeignId }
  /** We are about to open an intervention for the bot's replies. */
  | { readonly type: 'opening-intervention' }
  /** The result; undefined: Engage did not open one, or it is no longer needed. */
  | { readonly type: 'own-intervention'; readonly opened: OpenedIntervention | undefined }
  | { readonly type: 'presence'; readonly is: 'user_connected' | 'user_disconnected' }
  /** A timer of the handover may be due. `standing`: what Engage answered before; undefined: it did not answer. */
  | { readonly type: 'timer'; readonly standing: Standing | undefined }
  /** What Engage says about the thread, asked because an event may be missing. */
  | {
      readonly type: 'reconciliation';
      readonly of: HandoverId;
      readonly standing: Standing;
      /** When the handover was read for it, on the database's clock. */
      readonly checkedAt: Date;
      /** The result of a look at the thread's contents; undefined: none was needed. */
      readonly contents?: LookedAt | undefined;
    }
  /** The handover's thread was read for lost messages of agents. */
  | { readonly type: 'thread-read'; readonly of: HandoverId; readonly contents: LookedAt }
  /** Engage could not export an agent's message to our source. */
  | { readonly type: 'export-failed' }
  /** What Engage said after a task of the thread was destroyed, which may be an end or a deferral. */
  | { readonly type: 'task-destroyed'; readonly of: HandoverId; readonly standing: Standing }
  /** The handover's note was written at the bot's own intervention. */
  | { readonly type: 'note-left' }
  /** The state of a thread whose handover ended while the outcome of its start was unknown. */
  | { readonly type: 'late-start'; readonly of: Handover; readonly standing: Standing }
  | { readonly type: 'operator'; readonly operation: 'resume' | 'close' }
  /** @see END_RULES; `announced`: the bot learns of it in the answer to its call */
  | { readonly type: 'bot-end'; readonly how: 'cancel' | 'close'; readonly announced: boolean }
  | { readonly type: 'inactivity-set'; readonly minutes: number | undefined }
  /** The thread was found; it is given to the agents next. */
  | { readonly type: 'start-planned'; readonly thread: EngageThread }
  /** Engage has confirmed the agents' categories. */
  | { readonly type: 'start-confirmed'; readonly of: HandoverId; readonly threadId: EngageThreadId }
  /** @property message why, safe to show */
  | { readonly type: 'start-failed'; readonly message: string };
