import type { RichContent } from '#rich-content';
import type { Attachment } from './chat.types.js';

interface Envelope {
  readonly id: string;
  readonly sessionId: string;
  readonly conversationId: string;
  /** Grows by one per conversation. */
  readonly sequence: number;
}

export interface AgentMessage extends Envelope {
  readonly type: 'agent.message';
  readonly data: {
    readonly messageId: string;
    readonly text?: string;
    readonly attachments?: readonly Attachment[];
    readonly content?: RichContent;
    readonly agentName?: string | null;
    readonly sentAt: string;
  };
}

export interface HandoverStatus extends Envelope {
  readonly type: 'handover.status';
  readonly data: {
    readonly status: 'queue' | 'active' | 'completed' | 'cancelled' | 'error';
    readonly event: string;
    readonly position?: number;
    /** Milliseconds. */
    readonly estimatedWaitTime?: number;
  };
}

export interface AgentTyping extends Envelope {
  readonly type: 'agent.typing';
  readonly data: { readonly typing: boolean };
}

/** A customer wrote on a channel that Engage serves, and the bot should answer. */
export interface UserMessage extends Envelope {
  readonly type: 'user.message';
  readonly userId: string;
  readonly data: {
    readonly messageId: string;
    readonly text?: string;
    readonly attachments?: readonly Attachment[];
    /** Whether the message had files, even if they could not be loaded. */
    readonly hasAttachment?: boolean | undefined;
    /** The payload of the chosen option. */
    readonly payload?: unknown;
    readonly sentAt: string;
  };
}

/** What the connector sends to a bot of the generic platform. */
export type ConnectorEvent = AgentMessage | UserMessage | HandoverStatus | AgentTyping;
