import { Injectable } from '@nestjs/common';
import { Clock, type EngageThreadId, type HandoverId } from '#kernel';
import type { Tenant } from '#tenant-config';
import type { Conversation } from '../domain/conversation.js';
import { placeInQueue } from '../domain/handover.js';
import { HandoverStore } from '../ports/handover-store.js';
import { ApplyEarlyEvents } from './apply-early-events.js';
import { BotOutbox } from './bot-outbox.js';
import { LinkThread } from './link-thread.js';
import { SettingFaults } from './setting-faults.js';

export interface StartedInEngage {
  readonly threadId: EngageThreadId;
  readonly handoverId: HandoverId;
  /** When Engage confirmed the new categories, on its clock. */
  readonly answeredAt: Date;
  /** When that was first tried, on our clock; undefined unless it was repeated. */
  readonly firstTriedAt: Date | undefined;
}

/** Engage has the conversation: remembers when, tells the bot, and looks again at the events that came too early. */
@Injectable()
export class AnnounceHandover {
  constructor(
    private readonly handovers: HandoverStore,
    private readonly linking: LinkThread,
    private readonly early: ApplyEarlyEvents,
    private readonly bot: BotOutbox,
    private readonly settings: SettingFaults,
    private readonly clock: Clock,
  ) {}

  /** The caller holds the conversation's lock and the transaction that settles the start. */
  async run(tenant: Tenant, conversation: Conversation, started: StartedInEngage): Promise<void> {
    const { threadId, handoverId } = started;
    await this.linking.link(conversation, threadId);
    await this.settings.clear(tenant, conversation);
    const handover = await this.handovers.running(tenant.id, conversation.id);
    if (handover?.id !== handoverId) return; // it ended meanwhile: the return that follows in the lane takes the categories back
    await this.handovers.change(handover, { step: 'recategorised', engageStartedAt: this.startOf(started) });
    if (handover.status === 'queue' && (handover.options.queueEvent ?? tenant.handover.queueEvent))
      await this.bot.tell(tenant, conversation, {
        type: 'handover.status',
        data: { handoverId, status: 'queue', event: 'accepted', ...placeInQueue(handover) },
      });
    await this.early.run(tenant, conversation, threadId);
  }

  /** On Engage's clock. Where the answer to an earlier try was lost, agents may have acted since that one. */
  private startOf({ answeredAt, firstTriedAt }: StartedInEngage): Date {
    const sinceFirstTryMs = firstTriedAt ? this.clock.millis() - firstTriedAt.getTime() : 0;
    return new Date(answeredAt.getTime() - sinceFirstTryMs);
  }
}
