import { Injectable } from '@nestjs/common';
import type { EngageThreadId, HandoverId } from '#kernel';
import type { Tenant } from '#tenant-config';
import type { Conversation } from '../domain/conversation.js';
import { ConversationStore } from '../ports/conversation-store.js';
import { EngageEventParser } from '../ports/engage-event-parser.js';
import { EventInbox } from '../ports/event-inbox.js';
import { HandoverStore } from '../ports/handover-store.js';
import { ApplyEngageFact } from './apply-engage-fact.js';
import { BotOutbox } from './bot-outbox.js';
import { LinkThread } from './link-thread.js';

/** Engage has the conversation: remembers when, tells the bot, and looks again at the events that came too early. */
@Injectable()
export class AnnounceHandover {
  constructor(
    private readonly conversations: ConversationStore,
    private readonly handovers: HandoverStore,
    private readonly linking: LinkThread,
    private readonly facts: ApplyEngageFact,
    private readonly inbox: EventInbox,
    private readonly parser: EngageEventParser,
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
    await this.reconsider(tenant, conversation, threadId);
  }

  private async reconsider(tenant: Tenant, conversation: Conversation, threadId: EngageThreadId): Promise<void> {
    for (const { eventId, body } of await this.inbox.unresolved(tenant.id, threadId)) {
      const event = this.parser.parse(body);
      const current = await this.conversations.lockById(tenant.id, conversation.id);
      if (event && current) await this.facts.run(tenant, current, event);
      await this.inbox.setStatus(tenant.id, eventId, event ? 'applied' : 'ignored');
    }
  }
}
