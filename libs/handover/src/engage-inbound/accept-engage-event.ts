import { Injectable, Logger } from '@nestjs/common';
import { Database } from '#database';
import { isTransient } from '#delivery';
import type { EngageThreadId } from '#kernel';
import type { Tenant } from '#tenant-config';
import type { EngageEvent } from '../domain/engage-fact.js';
import { ConversationStore } from '../ports/conversation-store.js';
import { EventInbox } from '../ports/event-inbox.js';
import { AcceptContentEvent } from './accept-content-event.js';
import { ApplyEarlyEvents } from './apply-early-events.js';
import { DecideFact } from '../intake/decide-fact.js';

/**
 * `applied`: it took effect or was known to have none. `repeated`: seen before. `foreign`: of a source that is not the tenant's.
 * `refused`: it can never be applied.
 */
export type EventReceipt = 'applied' | 'repeated' | 'unresolved' | 'foreign' | 'refused';

/** What became of an event in the transaction that stores it. */
interface Stored {
  readonly receipt: EventReceipt;
  /** It is stored as unresolved, and what it waited for may have come meanwhile. */
  readonly isEarly?: boolean;
}

/** Stores one event of Engage and applies it, in one transaction of its own. */
@Injectable()
export class AcceptEngageEvent {
  private readonly logger = new Logger(AcceptEngageEvent.name);

  constructor(
    private readonly database: Database,
    private readonly inbox: EventInbox,
    private readonly conversations: ConversationStore,
    private readonly facts: DecideFact,
    private readonly early: ApplyEarlyEvents,
    private readonly contents: AcceptContentEvent,
  ) {}

  /** @throws the failure of the event, if it may pass: then nothing is stored, and Engage is to repeat it */
  async run(tenant: Tenant, event: EngageEvent): Promise<EventReceipt> {
    try {
      const { receipt, isEarly } = await this.database.inTenant(tenant.id, () => this.store(tenant, event));
      if (isEarly) await this.early.ofThread(tenant, event.threadId, event.identityId);
      return receipt;
    } catch (error) {
      if (isTransient(error)) throw error;
      await this.refuse(tenant, event, error);
      return 'refused';
    }
  }

  /** Which of these events `run` would answer with `repeated`: one look-up for many. */
  known({ id }: Tenant, eventIds: readonly string[]): Promise<Set<string>> {
    return this.inbox.known(id, eventIds);
  }

  /** Remembers an event that can never be applied, so that its repeats are known. */
  private async refuse(tenant: Tenant, event: EngageEvent, error: unknown): Promise<void> {
    const ids = { tenantId: tenant.id, eventId: event.id, type: event.type };
    this.logger.warn({ ...ids, err: error }, 'An event of Engage cannot be applied.');
    await this.database.inTenant(tenant.id, async () => {
      await this.inbox.accept({ ...receivedFrom(tenant, event), body: null });
      await this.inbox.setStatus(tenant.id, event.id, 'ignored');
    });
  }

  private async store(tenant: Tenant, event: EngageEvent): Promise<Stored> {
    const foreign = isForeign(tenant, event);
    const earlier = await this.inbox.accept({ ...receivedFrom(tenant, event), body: foreign ? null : event.raw });
    if (earlier) return { receipt: 'repeated', isEarly: earlier.isUnresolved };
    return foreign ? { receipt: 'foreign' } : this.decide(tenant, event);
  }

  private async decide(tenant: Tenant, event: EngageEvent): Promise<Stored> {
    const { fact, threadId, identityId } = event;
    if (fact.type === 'none' || threadId === undefined) return { receipt: 'applied' };
    if (fact.type === 'imported' || fact.type === 'agent-wrote') {
      await this.contents.run(tenant, event, fact, threadId);
      return { receipt: 'applied' };
    }
    const conversation = await this.conversations.lockByEngageThread(tenant.id, threadId, identityId);
    const verdict = conversation && (await this.facts.run(tenant, conversation, { type: 'engage-event', event }));
    if (verdict === 'applied') return { receipt: 'applied' };
    await this.inbox.setStatus(tenant.id, event.id, 'unresolved');
    const isEarly = !conversation && (await this.wasLinkedMeanwhile(tenant, threadId));
    return { receipt: isEarly ? 'applied' : 'unresolved', isEarly };
  }

  /**
   * A start that links the thread at this moment does not see the event. Both take the thread's lock: either the start finds the
   * event, or its link is found here.
   */
  private async wasLinkedMeanwhile({ id }: Tenant, threadId: EngageThreadId): Promise<boolean> {
    await this.conversations.lockThread(id, threadId);
    return (await this.conversations.findByEngageThread(id, threadId)) !== undefined;
  }
}

function receivedFrom({ id: tenantId }: Tenant, { id: eventId, type, issuedAt, threadId }: EngageEvent) {
  return { tenantId, source: 'webhook' as const, eventId, type, issuedAt, threadId };
}

/** Webhooks are domain wide unless filtered: events of other sources are none of our business. */
function isForeign(tenant: Tenant, { sourceId }: EngageEvent): boolean {
  return (
    sourceId !== undefined && sourceId !== tenant.engage.sourceId && !tenant.engage.nativeSourceIds.includes(sourceId)
  );
}
