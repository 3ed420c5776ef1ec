import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import type { ConversationId, HandoverId, SessionId, UserId } from '#kernel';
import type { Tenant } from '#tenant-config';
import {
  type Conversation,
  type ConversationState,
  type Handover,
  type HandoverProblem,
  type HandoverStatus,
  UnknownConversation,
} from '#handover-rules';
import { ConversationStore } from '../ports/conversation-store.js';
import { HandoverStore } from '../ports/handover-store.js';

export interface ConversationView {
  readonly conversationId: ConversationId;
  readonly sessionId: SessionId;
  readonly userId: UserId;
  readonly state: ConversationState;
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

/** Shows a bot the state of one of its sessions. */
@Injectable()
export class ConversationStatus {
  constructor(
    private readonly database: Database,
    private readonly conversations: ConversationStore,
    private readonly handovers: HandoverStore,
  ) {}

  /** @throws UnknownConversation */
  run(tenant: Tenant, sessionId: SessionId): Promise<ConversationView> {
    return this.database.inTenant(tenant.id, async () => {
      const conversation = await this.conversations.findBySession(tenant.id, sessionId);
      if (!conversation) throw new UnknownConversation();
      return viewOf(conversation, await this.handovers.latest(tenant.id, conversation.id));
    });
  }
}

export function viewOf(
  { id, sessionId, userId, state, createdAt, updatedAt }: Conversation,
  handover: Handover | undefined,
): ConversationView {
  return {
    conversationId: id,
    sessionId,
    userId,
    state,
    createdAt,
    updatedAt,
    handover: handover ? handoverView(handover) : null,
  };
}

function handoverView(handover: Handover): HandoverView {
  return {
    handoverId: handover.id,
    status: handover.status,
    position: handover.queuePosition ?? null,
    estimatedWaitTime: handover.estimatedWaitMs ?? null,
    agentName: handover.agentName ?? null,
    startedAt: handover.startedAt,
    joinedAt: handover.joinedAt ?? null,
    endedAt: handover.endedAt ?? null,
    endCause: handover.endCause ?? null,
    error: handover.error ?? null,
  };
}
