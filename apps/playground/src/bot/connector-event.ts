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

/** What the connector tells a bot of the generic platform. */
export type ConnectorEvent = AgentMessage | HandoverStatus | AgentTyping;
