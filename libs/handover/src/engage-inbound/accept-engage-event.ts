import { Injectable, Logger } from '@nestjs/common';
import { isTransient } from '#delivery';
import type { EngageThreadId, TenantId } from '#kernel';
import type { Tenant } from '#tenant-config';
import type { EngageEvent } from '#handover-rules';
import type { CallOrder, FactCall } from '../intake/fact-call.js';
import { Intake } from '../intake/intake.js';
import { ConversationStore } from '../ports/conversation-store.js';
import { EventInbox } from '../ports/event-inbox.js';
import type { FactEvent } from '../ports/fact-store.js';
import { ApplyEarlyEvents } from './apply-early-events.js';
import { ContentEvents } from './content-events.js';

/**
 * `applied`: it took effect or was known to have none. `repeated`: seen before. `foreign`: of a source that is not the tenant's.
 * `refused`: it can never be applied.
 */
export type EventReceipt = 'applied' | 'repeated' | 'unresolved' | 'foreign' | 'refused';

/** The result of an event in the transaction that stores it. */
interface Stored {
  readonly receipt: EventReceipt;
  /** It is stored as unresolved, and what it waited for may have happened meanwhile. */
  readonly isEarly?: boolean;
}

type Call = Omit<FactCall<Stored>, 'event' | 'key' | 'order' | 'repeated'>;

/** Stores events of Engage and applies them. */
@Injectable()
export class AcceptEngageEvent {
  private readonly logger = new Logger(AcceptEngageEvent.name);

  constructor(
    private readonly intake: Intake,
    private readonly inbox: EventInbox,
    private readonly conversations: ConversationStore,
    private readonly early: ApplyEarlyEvents,
    private readonly contents: ContentEvents,
  ) {}

  /** @throws the failure of the event, if a retry may succeed: then nothing is stored, and Engage must repeat it */
  run(tenant: Tenant, event: EngageEvent): Promise<EventReceipt> {
    return this.one(tenant, event, {});
  }

  /** Events of one thread, in their order: after one that fails and may succeed later, the others wait for the repeat too. */
  inOrder(tenant: Tenant, events: readonly EngageEvent[]): Promise<PromiseSettledResult<EventReceipt>[]> {
    const order: CallOrder = {};
    return Promise.allSettled(events.map((event) => this.one(tenant, event, order)));
  }

  /** Which of these events `run` would answer with `repeated`: one look-up for many. */
  known({ id }: Tenant, eventIds: readonly string[]): Promise<Set<string>> {
    return this.inbox.known(id, eventIds);
  }

  private async one(tenant: Tenant, event: EngageEvent, order: CallOrder): Promise<EventReceipt> {
    try {
      const { receipt, isEarly } = await this.take(tenant, event, this.callOf(tenant, event), order);
      if (isEarly) await this.early.ofThread(tenant, event.threadId, event.identityId);
      return receipt;
    } catch (error) {
      if (isTransient(error)) throw error;
      const ids = { tenantId: tenant.id, eventId: event.id, type: event.type };
      this.logger.warn({ ...ids, err: error }, 'An event of Engage cannot be applied.');
      await this.take(tenant, event, REFUSED, {}); // so that its repeats are known
      return 'refused';
    }
  }

  private take(tenant: Tenant, event: EngageEvent, call: Call, order: CallOrder): Promise<Stored> {
    const { threadId } = event;
    return this.intake.take<Stored>(tenant, {
      ...call,
      event: factEvent(event),
      key: threadId && `engage ${threadId}`,
      order,
      repeated: ({ isUnresolved }) => ({ receipt: 'repeated', isEarly: isUnresolved }),
    });
  }

  private callOf(tenant: Tenant, event: EngageEvent): Call {
    const { fact, threadId } = event;
    if (isForeign(tenant, event)) return nothing('foreign');
    if (fact.type === 'none' || threadId === undefined) return nothing('applied');
    if (fact.type !== 'imported' && fact.type !== 'agent-wrote') return this.ofHandover(tenant, event, threadId);
    const content = this.contents.callOf(tenant, event, fact, threadId);
    if (!content) return nothing('applied');
    return { ...content, work: async (...given) => content.work(...given).then(() => ({ receipt: 'applied' })) };
  }

  private ofHandover({ id }: Tenant, event: EngageEvent, threadId: EngageThreadId): Call {
    return {
      reference: { by: 'engage-thread', threadId, identityId: event.identityId },
      work: async (conversation, { decide, eventIs, lockThread }) => {
        const verdict = conversation && (await decide({ type: 'engage-event', event }));
        if (verdict === 'applied') return { receipt: 'applied' };
        eventIs('unresolved');
        if (conversation) return { receipt: 'unresolved' };
        await lockThread(threadId);
        const isEarly = await this.wasLinkedMeanwhile(id, threadId);
        return { receipt: isEarly ? 'applied' : 'unresolved', isEarly };
      },
    };
  }

  /**
   * A start that links the thread at the same time does not see the event. Both take the thread's lock until they are committed:
   * either the start finds the event, or its link is found here.
   */
  private async wasLinkedMeanwhile(id: TenantId, threadId: EngageThreadId): Promise<boolean> {
    return (await this.conversations.findByEngageThread(id, threadId)) !== undefined;
  }
}

function nothing(receipt: EventReceipt): Call {
  return { work: () => Promise.resolve({ receipt }) };
}

const REFUSED: Call = {
  work: async (_, { eventIs }) => {
    eventIs('ignored');
    return { receipt: 'refused' };
  },
};

function factEvent({ id, type, issuedAt, threadId, raw: body }: EngageEvent): FactEvent {
  return { source: 'webhook', id, type, issuedAt, threadId, body };
}

/** Webhooks are domain wide unless filtered: events of other sources are ignored. */
function isForeign(tenant: Tenant, { sourceId }: EngageEvent): boolean {
  return (
    sourceId !== undefined && sourceId !== tenant.engage.sourceId && !tenant.engage.nativeSourceIds.includes(sourceId)
  );
}
