import { Injectable, Logger } from '@nestjs/common';
import { Database } from '#database';
import type { EngageThreadId } from '#kernel';
import type { Tenant } from '#tenant-config';
import type { Handover, Standing } from '#handover-rules';
import { ConversationStore } from '../ports/conversation-store.js';
import { HandoverStore } from '../ports/handover-store.js';
import { AskEngage } from '../engage-outbound/ask-engage.js';
import { DecideFact } from '../intake/decide-fact.js';

/** A little less than the period of the job, which every worker runs: what its last run has checked is due again in this one. */
const UNCHECKED_MS = 55_000;
/** Threads that one call asks about. */
const BATCH = 100;
/** Calls for single threads that a batch may cause; handovers that are left out come first in the next one. */
const READS = 20;
/** How long Engage may take to carry out a call whose answer was lost, in milliseconds. */
const LATE_MS = 600_000;

interface Linked {
  readonly threadId: EngageThreadId;
  readonly handover: Handover;
}

/** Settles the handovers of one tenant with what Engage says about them. */
@Injectable()
export class ReconcileTenant {
  private readonly logger = new Logger(ReconcileTenant.name);

  constructor(
    private readonly database: Database,
    private readonly conversations: ConversationStore,
    private readonly handovers: HandoverStore,
    private readonly asking: AskEngage,
    private readonly facts: DecideFact,
  ) {}

  /** Checks the handovers that have gone unchecked for longest. @returns whether there may be more */
  async openHandovers(tenant: Tenant, signal: AbortSignal): Promise<boolean> {
    const open = await this.linked(tenant, () => this.handovers.unchecked(tenant.id, UNCHECKED_MS, BATCH));
    if (open.length === 0) return false;
    const threadIds = [...new Set(open.map(({ threadId }) => threadId))];
    const standings = await this.asking.many(tenant, threadIds, READS, signal);
    for (const { threadId, handover } of open) {
      const standing = standings.get(threadId);
      if (standing) await this.trySettle(tenant, handover, standing);
    }
    return open.length === BATCH || standings.size < threadIds.length;
  }

  /** Handovers that ended while the outcome of their start was unknown: Engage may have carried it out after the return. */
  async lateStarts(tenant: Tenant, signal: AbortSignal): Promise<void> {
    for (const { threadId, handover } of await this.linked(tenant, () =>
      this.handovers.endedUnconfirmed(tenant.id, LATE_MS, READS),
    )) {
      const standing = await this.asking.one(tenant, threadId, signal);
      const fact = { type: 'late-start', of: handover, standing } as const;
      await this.database.inTenant(tenant.id, () => this.facts.run(tenant, { id: handover.conversationId }, fact));
    }
  }

  /** One that cannot be settled must not keep the others from it. */
  private async trySettle(tenant: Tenant, handover: Handover, standing: Standing): Promise<void> {
    try {
      await this.settle(tenant, handover, standing);
    } catch (error) {
      const ids = { tenantId: tenant.id, handoverId: handover.id };
      this.logger.error({ ...ids, err: error }, 'A handover could not be reconciled; the next run tries it again.');
    }
  }

  private async settle(tenant: Tenant, { id: of, conversationId }: Handover, standing: Standing): Promise<void> {
    const fact = { type: 'reconciliation', of, standing } as const;
    const verdict = await this.database.inTenant(tenant.id, () => this.facts.run(tenant, { id: conversationId }, fact));
    if (verdict === 'goes-on') return;
    this.logger.warn({ tenantId: tenant.id, conversationId, verdict }, 'An event of Engage never came; reconciled.');
  }

  /** Those whose thread is known. */
  private linked(tenant: Tenant, find: () => Promise<Handover[]>): Promise<Linked[]> {
    return this.database.inTenant(tenant.id, async () => {
      const linked: Linked[] = [];
      for (const handover of await find()) {
        const conversation = await this.conversations.findById(tenant.id, handover.conversationId);
        if (conversation?.engageThreadId) linked.push({ threadId: conversation.engageThreadId, handover });
      }
      return linked;
    });
  }
}
