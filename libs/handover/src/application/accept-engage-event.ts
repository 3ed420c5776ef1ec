import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import type { EngageThreadId } from '#kernel';
import type { Tenant } from '#tenant-config';
import type { EngageEvent, EngageFact } from '../domain/engage-fact.js';
import { ConversationStore } from '../ports/conversation-store.js';
import { EventInbox } from '../ports/event-inbox.js';
import { AcceptEngageContent } from './accept-engage-content.js';
import { ApplyEngageFact } from './apply-engage-fact.js';
import { LinkThread } from './link-thread.js';

/** `applied`: it took effect or was known to have none. `repeated`: seen before. `foreign`: of a source that is not the tenant's. */
export type EventReceipt = 'applied' | 'repeated' | 'unresolved' | 'foreign';

type ContentFact = Extract<EngageFact, { type: 'imported' | 'agent-wrote' }>;

/** Stores one event of Engage and applies it, in one transaction of its own. */
@Injectable()
export class AcceptEngageEvent {
  constructor(
    private readonly database: Database,
    private readonly inbox: EventInbox,
    private readonly conversations: ConversationStore,
    private readonly facts: ApplyEngageFact,
    private readonly linking: LinkThread,
    private readonly contents: AcceptEngageContent,
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
    const { fact, threadId, identityId } = event;
    if (fact.type === 'none' || threadId === undefined) return 'applied';
    if (fact.type === 'imported' || fact.type === 'agent-wrote') {
      await this.take(tenant, event, fact, threadId);
      return 'applied';
    }
    const conversation = await this.conversations.lockByEngageThread(tenant.id, threadId, identityId);
    const resolved = conversation !== undefined && (await this.facts.run(tenant, conversation, event)) !== 'undecided';
    if (resolved) return 'applied';
    await this.inbox.setStatus(tenant.id, event.id, 'unresolved');
    return 'unresolved';
  }

  /** What agents write on our own source comes by the Channel SDK, and what customers write there we sent ourselves. */
  private async take(tenant: Tenant, event: EngageEvent, fact: ContentFact, threadId: EngageThreadId): Promise<void> {
    const { sourceId } = event;
    if (sourceId !== undefined && tenant.engage.nativeSourceIds.includes(sourceId)) {
      if (fact.type === 'agent-wrote')
        await this.contents.ofAgent(tenant, { event, threadId, sourceId, written: fact.written });
      else if (fact.written)
        await this.contents.ofCustomer(tenant, { event, threadId, sourceId, written: fact.written });
    } else if (fact.type === 'imported' && fact.foreignId !== undefined)
      await this.linking.byMessage(tenant, fact.foreignId, threadId);
  }
}

/** Webhooks are domain wide unless filtered: events of other sources are none of our business. */
function isForeign(tenant: Tenant, { sourceId }: EngageEvent): boolean {
  return (
    sourceId !== undefined && sourceId !== tenant.engage.sourceId && !tenant.engage.nativeSourceIds.includes(sourceId)
  );
}
