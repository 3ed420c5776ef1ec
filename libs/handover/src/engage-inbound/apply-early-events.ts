import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import type { EngageThreadId } from '#kernel';
import type { Tenant } from '#tenant-config';
import type { Conversation } from '../domain/conversation.js';
import type { EngageEvent } from '../domain/engage-fact.js';
import { ConversationStore } from '../ports/conversation-store.js';
import { EngageEventParser } from '../ports/engage-event-parser.js';
import { EventInbox } from '../ports/event-inbox.js';
import { DecideFact } from '../intake/decide-fact.js';

/** Applies the events of a thread that came before it could be said which handover they belong to. */
@Injectable()
export class ApplyEarlyEvents {
  constructor(
    private readonly database: Database,
    private readonly inbox: EventInbox,
    private readonly parser: EngageEventParser,
    private readonly conversations: ConversationStore,
    private readonly facts: DecideFact,
  ) {}

  /** In a transaction of its own. @param identityId whose conversation of the thread, on a native source */
  ofThread(tenant: Tenant, threadId: EngageThreadId | undefined, identityId: string | undefined): Promise<void> {
    return this.database.inTenant(tenant.id, async () => {
      if (threadId === undefined) return;
      const conversation = await this.conversations.lockByEngageThread(tenant.id, threadId, identityId);
      if (conversation) await this.run(tenant, conversation, threadId);
    });
  }

  /** The caller holds the conversation's lock. What still cannot be decided stays unresolved. */
  async run(tenant: Tenant, conversation: Conversation, threadId: EngageThreadId): Promise<void> {
    for (const { eventId, body } of await this.inbox.unresolved(tenant.id, threadId)) {
      const event = this.parser.parse(body);
      if (event && isAboutAnother(event, conversation)) continue;
      const verdict = event ? await this.decide(tenant, conversation, event) : 'ignored';
      if (verdict !== 'unresolved') await this.inbox.setStatus(tenant.id, eventId, verdict);
    }
  }

  private async decide(tenant: Tenant, { id }: Conversation, event: EngageEvent): Promise<'applied' | 'unresolved'> {
    const current = await this.conversations.lockById(tenant.id, id); // the event before may have moved it
    return current ? this.facts.run(tenant, current, { type: 'engage-event', event }) : 'applied';
  }
}

/** Customers share threads only on native sources. */
function isAboutAnother({ identityId }: EngageEvent, { nativeChannel, userId }: Conversation): boolean {
  return nativeChannel !== undefined && identityId !== undefined && identityId !== userId;
}
