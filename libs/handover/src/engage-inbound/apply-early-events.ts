import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import type { EngageThreadId } from '#kernel';
import type { Tenant } from '#tenant-config';
import type { Conversation, EngageEvent } from '#handover-rules';
import { DecideFact } from '../intake/decide-fact.js';
import { EngageEventParser } from '../ports/engage-event-parser.js';
import { EventInbox } from '../ports/event-inbox.js';
import { FactStore } from '../ports/fact-store.js';

/** Applies the events of a thread that arrived before it was known which handover they belong to. */
@Injectable()
export class ApplyEarlyEvents {
  constructor(
    private readonly database: Database,
    private readonly inbox: EventInbox,
    private readonly parser: EngageEventParser,
    private readonly store: FactStore,
    private readonly facts: DecideFact,
  ) {}

  /** In a separate transaction. @param identityId the customer whose conversation of the thread it is, on a native source */
  ofThread(tenant: Tenant, threadId: EngageThreadId | undefined, identityId: string | undefined): Promise<void> {
    return this.database.inTenant(tenant.id, async () => {
      if (threadId === undefined) return;
      const reference = { by: 'engage-thread', threadId, identityId } as const;
      const [situation] = (await this.store.load(tenant.id, [{ reference }], true)).situations.values();
      if (situation) await this.run(tenant, situation.conversation, threadId);
    });
  }

  /** The caller holds the conversation's lock. What still cannot be decided stays unresolved. */
  async run(tenant: Tenant, conversation: Conversation, threadId: EngageThreadId): Promise<void> {
    for (const { eventId, body } of await this.inbox.unresolved(tenant.id, threadId)) {
      const event = this.parser.parse(body);
      if (event && isAboutAnother(event, conversation)) continue;
      const verdict = event ? await this.facts.run(tenant, conversation, { type: 'engage-event', event }) : 'ignored';
      if (verdict !== 'unresolved') await this.inbox.resolve(tenant.id, eventId, verdict);
    }
  }
}

/** Customers share threads only on native sources. */
function isAboutAnother({ identityId }: EngageEvent, { nativeChannel, userId }: Conversation): boolean {
  return nativeChannel !== undefined && identityId !== undefined && identityId !== userId;
}
