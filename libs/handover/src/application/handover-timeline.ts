import { Injectable } from '@nestjs/common';
import type { Conversation, ConversationState } from '../domain/conversation.js';
import type { Handover } from '../domain/handover.js';
import { ConversationStore } from '../ports/conversation-store.js';
import { HandoverStore } from '../ports/handover-store.js';
import { Timeline } from '../ports/timeline.js';

/** Writes a handover's beginning, changes and end together with the conversation's state and the timeline. */
@Injectable()
export class HandoverTimeline {
  constructor(
    private readonly conversations: ConversationStore,
    private readonly handovers: HandoverStore,
    private readonly timeline: Timeline,
  ) {}

  async begin(conversation: Conversation, handover: Handover): Promise<Conversation> {
    await this.handovers.insert(handover);
    return this.move(conversation, 'queue', handover, 'started');
  }

  /** Changes the handover and, with it, the state of the conversation. */
  async change(
    conversation: Conversation,
    handover: Handover,
    to: ConversationState,
    changes: Parameters<HandoverStore['change']>[1],
    why: string,
  ): Promise<{ conversation: Conversation; handover: Handover }> {
    const changed = await this.handovers.change(handover, changes);
    return { conversation: await this.move(conversation, to, changed, why), handover: changed };
  }

  /** Names the agent who has it now; undefined until that one is known. */
  async rename(handover: Handover, agentName: string | undefined): Promise<void> {
    await this.handovers.change(handover, { agentName });
  }

  private async move(
    conversation: Conversation,
    to: ConversationState,
    handover: Handover,
    why: string,
  ): Promise<Conversation> {
    const moved = conversation.state === to ? conversation : await this.conversations.changeState(conversation, to);
    await this.timeline.record(conversation, 'state', {
      handoverId: handover.id,
      from: conversation.state,
      to,
      status: handover.status,
      why,
    });
    return moved;
  }
}
