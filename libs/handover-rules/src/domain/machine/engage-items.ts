import type { ForeignId, HandoverId, MessageId, UserId } from '#kernel';
import type { NativeChannel } from '../conversation.js';

/** Kinds of items in the lane to Engage. */
export const ENGAGE = {
  message: 'engage.message',
  reply: 'engage.reply',
  note: 'engage.note',
  prepare: 'engage.prepare',
  identity: 'engage.identity',
  start: 'engage.start',
  check: 'engage.check',
  return: 'engage.return',
  typing: 'engage.typing',
  read: 'engage.read',
} as const;

export interface MessagePayload {
  readonly messageId: string;
  /** The author: another user may write in the session before the message is sent. */
  readonly userId?: UserId;
  /** If set, the message is only sent if this handover has not ended before it reached Engage. */
  readonly handoverId?: HandoverId;
  readonly contextData?: Readonly<Record<string, string | string[]>>;
}

export interface TypingPayload {
  readonly typing: boolean;
  readonly threadForeignId: ForeignId;
  /** The part that the agents may see. */
  readonly preview?: string;
}

export interface ReadPayload {
  /** Our id of the agent's message. */
  readonly messageId: ForeignId;
}

export interface IdentityPayload {
  /** Whose identity; left out: the customer's. */
  readonly author?: 'user' | 'agent';
  /** If set, the item is not needed once this handover has ended. */
  readonly handoverId?: HandoverId;
}

export interface ReplyPayload {
  readonly messageId: string;
  readonly inReplyTo: string;
  readonly private: boolean;
  /** What the customer's channel shows, if Engage named it. */
  readonly capabilities?: readonly string[];
}

/** A comment at the agents' intervention. */
export interface NotePayload {
  readonly handoverId: HandoverId;
  readonly interventionId: string;
  /** Whose comment it is in Engage. */
  readonly userId: string;
}

export interface HandoverPayload {
  readonly handoverId: HandoverId;
}

export interface ReturnPayload extends HandoverPayload {
  /** Whether the agents' intervention ends too. */
  readonly closeAgentSide: boolean;
}

/** One item of the lane to Engage. */
export type EngageItem =
  | { readonly kind: typeof ENGAGE.message; readonly payload: MessagePayload }
  | { readonly kind: typeof ENGAGE.reply; readonly payload: ReplyPayload }
  | { readonly kind: typeof ENGAGE.note; readonly payload: NotePayload }
  | { readonly kind: typeof ENGAGE.identity; readonly payload: IdentityPayload }
  | { readonly kind: typeof ENGAGE.typing; readonly payload: TypingPayload }
  | { readonly kind: typeof ENGAGE.read; readonly payload: ReadPayload }
  | { readonly kind: typeof ENGAGE.return; readonly payload: ReturnPayload }
  | { readonly kind: 'engage.prepare' | 'engage.start' | 'engage.check'; readonly payload: HandoverPayload };

/** A journalled message on its way to Engage by the Send API. */
export function messageItem(
  { id }: { readonly id: MessageId },
  options: Omit<MessagePayload, 'messageId'> = {},
): EngageItem {
  return { kind: ENGAGE.message, payload: { messageId: id, ...options } };
}

/** A bot's reply on a native source. What it answers is fixed now, because the customer may write again before it is sent. */
export function replyItem({ id }: { readonly id: MessageId }, { replyTo }: NativeChannel): EngageItem {
  const { contentId: inReplyTo, ...how } = replyTo;
  return { kind: ENGAGE.reply, payload: { messageId: id, inReplyTo, ...how } };
}
