import { Injectable } from '@nestjs/common';
import type { ConversationId } from '#kernel';
import type { Tenant } from '#tenant-config';
import { NoRunningHandover } from '../domain/handover.errors.js';
import { ConversationStore } from '../ports/conversation-store.js';
import { HandoverStore } from '../ports/handover-store.js';
import { RunningHandover } from './running-handover.js';

/** `resume`: back to the bot. `close`: closed on both sides. */
export type Operation = 'resume' | 'close';

/** The part of an operation that is done under the conversation's lock. */
@Injectable()
export class EndByOperator {
  constructor(
    private readonly conversations: ConversationStore,
    private readonly handovers: HandoverStore,
    private readonly running: RunningHandover,
  ) {}

  async run(tenant: Tenant, id: ConversationId, operation: Operation): Promise<void> {
    const conversation = await this.conversations.lockById(tenant.id, id);
    const handover = conversation && (await this.handovers.running(tenant.id, conversation.id));
    if (!conversation || !handover) throw new NoRunningHandover();
    await this.running.end(
      tenant,
      conversation,
      handover,
      operation === 'resume' ? 'operator-resume' : 'operator-close',
    );
  }
}
