import type { ConversationId, HandoverId, JsonObject, JsonValue, SessionId, UserId } from '#kernel';
import type { RichContent } from '#rich-content';
import type { Attachment } from './message.js';

export type HandoverStatus = 'queue' | 'active' | 'completed' | 'cancelled' | 'error';
export type StatusEvent =
  | 'accepted'
  | 'queueUpdate'
  | 'agentJoined'
  | 'active'
  | 'inactivity'
  | 'agentTransferred'
  | 'completed'
  | 'cancelled'
  | 'error';

export interface HandoverProblem {
  readonly reason: 'unsupported' | 'unavailable' | 'disabled' | 'error';
  readonly message: string;
}

/** What a bot receives. Dates are ISO 8601 strings, as stored in the lane. */
export type BotEventBody =
  | {
      readonly type: 'agent.message';
      /** The running handover; a goodbye after the close has none. */
      readonly handoverId?: HandoverId;
      /** A text of the tenant, not of an agent. */
      readonly byTenant?: true;
      readonly data: {
        messageId: string;
        text: string;
        attachments: Attachment[];
        content?: RichContent;
        agentName: string | null;
        sentAt: string;
      };
    }
  /** An agent started or stopped typing: only useful at once. Platforms that cannot show it do nothing. */
  | { readonly type: 'agent.typing'; readonly data: { typing: boolean } }
  /** A customer wrote on a source that Engage serves, and the bot should answer. */
  | {
      readonly type: 'user.message';
      readonly data: {
        messageId: string;
        text: string;
        /** Engage's source, e.g. a WhatsApp number. */
        sourceId: string;
        /** `true`: the message is private, and your bot's answer will be private, too. */
        private: boolean;
        attachments: Attachment[];
        /** The message had files, even if they could not be read. */
        hasAttachment: boolean;
        /** The customer's choice from an earlier message of the bot: the bot's own payload. */
        payload?: JsonValue;
        sentAt: string;
      };
    }
  | {
      readonly type: 'handover.status';
      /** The customer has received the tenant's text about the end of the handover. */
      readonly customerTold?: true;
      readonly data: {
        handoverId: HandoverId;
        status: HandoverStatus;
        event: StatusEvent;
        position?: number;
        /** Milliseconds. */
        estimatedWaitTime?: number;
        inactivityCount?: number;
        error?: HandoverProblem;
      };
    };

export type BotEvent = BotEventBody & {
  /** The same in repeats. */
  readonly id: string;
  readonly conversationId: ConversationId;
  readonly sessionId: SessionId;
  readonly userId: UserId;
  /** What the platform stored with the conversation to reach it (`StartConversation.address`). */
  readonly address: JsonObject;
  /** Grows by one per conversation. */
  readonly sequence: number;
  readonly occurredAt: string;
};
