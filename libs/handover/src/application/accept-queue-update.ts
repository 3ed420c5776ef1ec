import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import { Clock, type ForeignId } from '#kernel';
import type { Tenant } from '#tenant-config';
import type { Handover } from '../domain/handover.js';
import { ConversationStore } from '../ports/conversation-store.js';
import { HandoverStore } from '../ports/handover-store.js';
import { BotOutbox } from './bot-outbox.js';

export interface QueueUpdate {
  readonly threadForeignId: ForeignId;
  readonly position: number | undefined;
  /** Seconds, as Engage says it; bots get milliseconds. */
  readonly estimatedWaitSeconds: number | undefined;
}

/** Passes the place in the queue on to the bot: when it changed, and not more often than the tenant wants. */
@Injectable()
export class AcceptQueueUpdate {
  constructor(
    private readonly database: Database,
    private readonly conversations: ConversationStore,
    private readonly handovers: HandoverStore,
    private readonly bot: BotOutbox,
    private readonly clock: Clock,
  ) {}

  /** An unknown thread or a handover that is not waiting is no error: the update has no effect. */
  run(tenant: Tenant, update: QueueUpdate): Promise<void> {
    return this.database.inTenant(tenant.id, async () => {
      const conversation = await this.conversations.lockByThreadForeignId(tenant.id, update.threadForeignId);
      const handover = conversation && (await this.handovers.running(tenant.id, conversation.id));
      if (!conversation || handover?.status !== 'queue') return;
      const queuePosition = update.position ?? handover.queuePosition;
      const estimatedWaitMs =
        update.estimatedWaitSeconds === undefined
          ? handover.estimatedWaitMs
          : Math.round(update.estimatedWaitSeconds * 1_000);
      const isNews =
        queuePosition !== handover.queuePosition ||
        estimatedWaitMs !== handover.estimatedWaitMs ||
        handover.queueUpdateSentAt === undefined;
      const tells = isNews && this.mayTell(tenant, handover);
      await this.handovers.change(handover, {
        queuePosition,
        estimatedWaitMs,
        ...(tells && { queueUpdateSentAt: this.clock.now() }),
      });
      if (!tells) return;
      await this.bot.tell(tenant, conversation, {
        type: 'handover.status',
        data: {
          handoverId: handover.id,
          status: 'queue',
          event: 'queueUpdate',
          ...(queuePosition !== undefined && { position: queuePosition }),
          ...(estimatedWaitMs !== undefined && { estimatedWaitTime: estimatedWaitMs }),
        },
      });
    });
  }

  private mayTell(tenant: Tenant, { options, queueUpdateSentAt }: Handover): boolean {
    if (!(options.queueUpdates ?? tenant.handover.queueUpdates)) return false;
    const pauseMs = (options.queueUpdateMinSeconds ?? tenant.handover.queueUpdateMinSeconds) * 1_000;
    return queueUpdateSentAt === undefined || this.clock.millis() - queueUpdateSentAt.getTime() >= pauseMs;
  }
}
