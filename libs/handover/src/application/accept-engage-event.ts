import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import type { EngageThreadId } from '#kernel';
import type { Tenant } from '#tenant-config';
import type { Conversation } from '../domain/conversation.js';
import type { EngageEvent } from '../domain/engage-fact.js';
import { ConversationStore } from '../ports/conversation-store.js';
import { EventInbox } from '../ports/event-inbox.js';
import { ApplyEngageFact } from './apply-engage-fact.js';
import { LinkThread } from './link-thread.js';

/** `applied`: it took effect or was known to have none. `repeated`: seen before. `foreign`: of a source that is not the tenant's. */
export type EventReceipt = 'applied' | 'repeated' | 'unresolved' | 'foreign';

/** Stores one event of Engage and applies it, in one transaction of its own. */
@Injectable()
export class AcceptEngageEvent {
  constructor(
    private readonly database: Database,
    private readonly inbox: EventInbox,
    private readonly conversations: ConversationStore,
    private readonly facts: ApplyEngageFact,
    private readonly linking: LinkThread,
  ) {}

  run(tenant: Tenant, event: EngageEvent): Promise<EventReceipt> {
    return this.database.inTenant(tenant.id, async () => {
      const foreign = isForeign(tenant, event);
      const { id: eventId, type, issuedAt, threadId } = event;
      const earlier = await this.inbox.accept({
        tenantId: tenant.id,
        source: 'webhook',
        eventId,
        type,
        issuedAt,
        threadId,
        body: foreign ? null : event.raw,
      });
      if (earlier) return 'repeated';
      if (foreign) return 'foreign';
      return this.decide(tenant, event);
    });
  }

  private async decide(tenant: Tenant, event: EngageEvent): Promise<EventReceipt> {
    if (event.fact.type === 'none' || event.threadId === undefined) return 'applied';
    if (event.fact.type === 'imported') {
      if (event.fact.foreignId !== undefined)
        await this.linking.byMessage(tenant, event.fact.foreignId, event.threadId);
      return 'applied';
    }
    const conversation = await this.conversationOf(tenant, event.threadId);
    const resolved = conversation !== undefined && (await this.facts.run(tenant, conversation, event)) !== 'undecided';
    if (resolved) return 'applied';
    await this.inbox.setStatus(tenant.id, event.id, 'unresolved');
    return 'unresolved';
  }

  private conversationOf(tenant: Tenant, threadId: EngageThreadId): Promise<Conversation | undefined> {
    return this.conversations.lockByEngageThread(tenant.id, threadId);
  }
}

/** Webhooks are domain wide unless filtered: events of other sources are none of our business. */
function isForeign(tenant: Tenant, { sourceId }: EngageEvent): boolean {
  return (
    sourceId !== undefined && sourceId !== tenant.engage.sourceId && !tenant.engage.nativeSourceIds.includes(sourceId)
  );
}
