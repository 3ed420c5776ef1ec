import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import type { Tenant } from '#tenant-config';
import { AcceptEngageEvent } from '../engage-inbound/accept-engage-event.js';
import type { FoundEvent } from '../ports/content-reader.js';
import { MessageJournal } from '../ports/message-journal.js';

/** Which contents found in Engage have arrived before, by an event or by a former reading. */
@Injectable()
export class KnownEvents {
  constructor(
    private readonly database: Database,
    private readonly journal: MessageJournal,
    private readonly events: AcceptEngageEvent,
  ) {}

  /**
   * @returns those that are neither in a journal, nor seen before: some contents, e.g. in threads without a conversation, are not
   * stored
   */
  async without(tenant: Tenant, found: readonly FoundEvent[]): Promise<FoundEvent[]> {
    if (found.length === 0) return [];
    const known = await this.events.known(
      tenant,
      found.map(({ event }) => event.id),
    );
    const left = found.filter(({ event }) => !known.has(event.id));
    const held = await this.held(tenant, left);
    return left.filter(({ id }) => !held.has(id));
  }

  /** @returns the ids of the contents that are in a journal */
  held({ id: tenantId }: Tenant, found: readonly FoundEvent[]): Promise<Set<string>> {
    const contents = found.flatMap(({ id, writtenAt, event: { threadId } }) =>
      threadId === undefined ? [] : [{ id, writtenAt, threadId }],
    );
    return this.database.inTenant(tenantId, () => this.journal.heldInThreads(tenantId, contents));
  }
}
