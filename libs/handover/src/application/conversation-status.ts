import { Injectable } from '@nestjs/common';
import type { ConversationId, HandoverId, SessionId, UserId } from '#kernel';
import type { Tenant } from '#tenant-config';
import type { HandoverProblem, HandoverStatus } from '../ports/bot-platform.js';

export interface ConversationView {
  readonly conversationId: ConversationId;
  readonly sessionId: SessionId;
  readonly userId: UserId;
  readonly state: 'bot' | 'queue' | 'active';
  readonly createdAt: Date;
  readonly updatedAt: Date;
  /** The running handover, else the last one. */
  readonly handover: HandoverView | null;
}

export interface HandoverView {
  readonly handoverId: HandoverId;
  readonly status: HandoverStatus;
  readonly position: number | null;
  /** Milliseconds. */
  readonly estimatedWaitTime: number | null;
  readonly agentName: string | null;
  readonly startedAt: Date;
  readonly joinedAt: Date | null;
  readonly endedAt: Date | null;
  readonly endCause: string | null;
  readonly error: HandoverProblem | null;
}

@Injectable()
export class ConversationStatus {
  /** @throws UnknownConversation */
  async run(_tenant: Tenant, _sessionId: SessionId): Promise<ConversationView> {
    throw new Error('not built');
  }
}
