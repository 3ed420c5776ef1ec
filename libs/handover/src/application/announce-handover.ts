import { Injectable } from '@nestjs/common';
import type { EngageThreadId, HandoverId } from '#kernel';
import type { Tenant } from '#tenant-config';
import type { Conversation } from '../domain/conversation.js';
import { HandoverStore } from '../ports/handover-store.js';
import { ApplyEarlyEvents } from './apply-early-events.js';
import { BotOutbox } from './bot-outbox.js';
import { LinkThread } from './link-thread.js';

/** Engage has the conversation: remembers when, tells the bot, and looks again at the events that came too early. */
@Injectable()
export class AnnounceHandover {
  constructor(
    private readonly handovers: HandoverStore,
    private readonly linking: LinkThread,
    private readonly early: ApplyEarlyEvents,
    private readonly bot: BotOutbox,
  ) {}

  /** The caller holds the conversation's lock and the transaction that settles the start. */
  async run(
    tenant: Tenant,
    conversation: Conversation,
    threadId: EngageThreadId,
    handoverId: HandoverId,
    engageStartedAt: Date,
  ): Promise<void> {
    await this.linking.link(conversation, threadId);
    const handover = await this.handovers.running(tenant.id, conversation.id);
    if (handover?.id !== handoverId) return; // it ended meanwhile: the return that follows in the lane takes the categories back
    await this.handovers.change(handover, { step: 'recategorised', engageStartedAt });
    if (handover.status === 'queue' && (handover.options.queueEvent ?? tenant.handover.queueEvent))
      await this.bot.tell(tenant, conversation, {
        type: 'handover.status',
        data: { handoverId, status: 'queue', event: 'accepted' },
      });
    await this.early.run(tenant, conversation, threadId);
  }
}
