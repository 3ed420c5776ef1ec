import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import { Clock, type ForeignId } from '#kernel';
import type { Tenant } from '#tenant-config';
import type { Conversation } from '../domain/conversation.js';
import { type Handover, placeInQueue } from '../domain/handover.js';
import type { BotEventBody } from '../ports/bot-platform.js';
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
      const heard = whatIsHeard(handover, update);
      if (isNews(handover, heard)) await this.take(tenant, conversation, handover, heard);
    });
  }

  private async take(tenant: Tenant, conversation: Conversation, handover: Handover, heard: Heard): Promise<void> {
    const isAnnounced = handover.step === 'recategorised'; // before that, the announcement brings it along
    const tells = isAnnounced && this.isWanted(tenant, handover);
    if (tells && this.isTooSoon(tenant, handover)) return; // it stays news: Engage says it again
    await this.handovers.change(handover, { ...heard, ...(tells && { queueUpdateSentAt: this.clock.now() }) });
    if (tells) await this.bot.tell(tenant, conversation, queueEvent(handover, heard));
  }

  private isWanted(tenant: Tenant, { options }: Handover): boolean {
    return options.queueUpdates ?? tenant.handover.queueUpdates;
  }

  private isTooSoon(tenant: Tenant, { options, queueUpdateSentAt }: Handover): boolean {
    const pauseMs = (options.queueUpdateMinSeconds ?? tenant.handover.queueUpdateMinSeconds) * 1_000;
    return queueUpdateSentAt !== undefined && this.clock.millis() - queueUpdateSentAt.getTime() < pauseMs;
  }
}

type Heard = Pick<Handover, 'queuePosition' | 'estimatedWaitMs'>;

function isNews(known: Heard, { queuePosition, estimatedWaitMs }: Heard): boolean {
  return queuePosition !== known.queuePosition || estimatedWaitMs !== known.estimatedWaitMs;
}

/** Either number may be missing; then the last one heard stays. */
function whatIsHeard(handover: Handover, { position, estimatedWaitSeconds }: QueueUpdate): Heard {
  return {
    queuePosition: position ?? handover.queuePosition,
    estimatedWaitMs:
      estimatedWaitSeconds === undefined ? handover.estimatedWaitMs : Math.round(estimatedWaitSeconds * 1_000),
  };
}

function queueEvent({ id }: Handover, heard: Heard): BotEventBody {
  return {
    type: 'handover.status',
    data: { handoverId: id, status: 'queue', event: 'queueUpdate', ...placeInQueue(heard) },
  };
}
