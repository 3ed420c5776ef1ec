import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import { Clock } from '#kernel';
import type { Tenant } from '#tenant-config';
import type { Conversation } from '../domain/conversation.js';
import type { Handover } from '../domain/handover.js';
import { ConversationStore } from '../ports/conversation-store.js';
import { HandoverStore } from '../ports/handover-store.js';
import { HandoverTimers } from './handover-timers.js';
import { RunningHandover } from './running-handover.js';

const NO_PICKUP = { reason: 'unavailable', message: 'No agent has taken the conversation in time.' } as const;

/** Does what a due timer of a handover says. */
@Injectable()
export class FireTimer {
  constructor(
    private readonly database: Database,
    private readonly conversations: ConversationStore,
    private readonly handovers: HandoverStore,
    private readonly timers: HandoverTimers,
    private readonly running: RunningHandover,
    private readonly clock: Clock,
  ) {}

  run(tenant: Tenant, seen: Handover): Promise<void> {
    return this.database.inTenant(tenant.id, async () => {
      const conversation = await this.conversations.lockById(tenant.id, seen.conversationId);
      const handover = conversation && (await this.handovers.running(tenant.id, conversation.id));
      if (!conversation || handover?.id !== seen.id) return;
      if (this.isDue(handover.noPickupDueAt)) return this.giveUpWaiting(tenant, conversation, handover);
      if (this.isDue(handover.inactivityDueAt)) return this.noticeSilence(tenant, conversation, handover);
    });
  }

  private async giveUpWaiting(tenant: Tenant, conversation: Conversation, handover: Handover): Promise<void> {
    if (handover.status === 'queue')
      return this.running.end(tenant, conversation, handover, 'no-pickup', { error: NO_PICKUP });
    await this.handovers.change(handover, { noPickupDueAt: undefined });
  }

  private async noticeSilence(tenant: Tenant, conversation: Conversation, handover: Handover): Promise<void> {
    const closeAfter = handover.options.inactivityCloseAfter ?? tenant.handover.inactivityCloseAfter;
    if (handover.inactivityCount >= closeAfter) return this.running.end(tenant, conversation, handover, 'inactivity');
    const inactivityCount = handover.inactivityCount + 1;
    await this.handovers.change(handover, {
      inactivityCount,
      inactivityDueAt: this.timers.in(handover.inactivityMinutes),
    });
    await this.running.tellInactivity(tenant, conversation, handover, inactivityCount);
  }

  private isDue(at: Date | undefined): boolean {
    return at !== undefined && at.getTime() <= this.clock.millis();
  }
}
