import { Injectable } from '@nestjs/common';
import type { EngageThreadId } from '#kernel';
import type { Tenant } from '#tenant-config';
import type { Conversation } from '../domain/conversation.js';
import type { EngageEvent } from '../domain/engage-fact.js';
import { ConversationStore } from '../ports/conversation-store.js';
import { EngageEventParser } from '../ports/engage-event-parser.js';
import { EventInbox } from '../ports/event-inbox.js';
import { ApplyEngageFact } from './apply-engage-fact.js';

/** Applies the events of a thread that came before it could be said which handover they belong to. */
@Injectable()
export class ApplyEarlyEvents {
  constructor(
    private readonly inbox: EventInbox,
    private readonly parser: EngageEventParser,
    private readonly conversations: ConversationStore,
    private readonly facts: ApplyEngageFact,
  ) {}

  /** The caller holds the conversation's lock. */
  async run(tenant: Tenant, conversation: Conversation, threadId: EngageThreadId): Promise<void> {
    for (const { eventId, body } of await this.inbox.unresolved(tenant.id, threadId)) {
      const event = this.parser.parse(body);
      if (event && isAboutAnother(event, conversation)) continue;
      const current = await this.conversations.lockById(tenant.id, conversation.id); // the event before may have moved it
      if (event && current) await this.facts.run(tenant, current, event);
      await this.inbox.setStatus(tenant.id, eventId, event ? 'applied' : 'ignored');
    }
  }
}

/** Customers share threads only where Engage owns the channel. */
function isAboutAnother({ identityId }: EngageEvent, { engageChannel, userId }: Conversation): boolean {
  return engageChannel !== undefined && identityId !== undefined && identityId !== userId;
}
