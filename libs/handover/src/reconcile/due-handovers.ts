import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import type { Handover, LookedAt } from '#handover-rules';
import type { Tenant } from '#tenant-config';
import { ConversationStore } from '../ports/conversation-store.js';
import { HandoverStore } from '../ports/handover-store.js';
import type { Asked } from './asked.js';

/** A little less than the period of the job, which every worker runs: what its last run has checked is due again in this one. */
const UNCHECKED_MS = 55_000;
/** Threads that one call asks about. */
const BATCH = 100;
/** Of these, at most this number of running handovers, so that there is room for those that have just ended. */
const RUNNING = 80;
/** How long Engage may take to carry out a call whose answer was lost, in milliseconds. */
const LATE_MS = 600_000;

/** A handover whose thread is known, before Engage was asked about it. */
export type LinkedHandover = Omit<Asked, 'standing'>;

/** Handovers to check, as many as one call asks about. */
export interface Due {
  readonly handovers: readonly LinkedHandover[];
  /** Whether more are due than one call asks about. */
  readonly isMore: boolean;
}

/** The handovers of a tenant that must be compared with Engage. */
@Injectable()
export class DueHandovers {
  constructor(
    private readonly database: Database,
    private readonly conversations: ConversationStore,
    private readonly handovers: HandoverStore,
  ) {}

  /** Those that have gone unchecked for longest: the running ones, then those that have just ended. */
  async unchecked(tenant: Tenant): Promise<Due> {
    const { id } = tenant;
    let isMore = false;
    const handovers = await this.linked(tenant, async () => {
      const running = await this.handovers.unchecked(id, UNCHECKED_MS, RUNNING);
      const room = BATCH - running.length;
      const ended = await this.handovers.endedUnchecked(id, UNCHECKED_MS, room);
      isMore = running.length === RUNNING || ended.length === room;
      return [...running, ...ended];
    });
    return { handovers, isMore };
  }

  /** Those that ended in the last ten minutes while the outcome of their start was unknown. */
  unconfirmed(tenant: Tenant, limit: number): Promise<LinkedHandover[]> {
    return this.linked(tenant, () => this.handovers.endedUnconfirmed(tenant.id, LATE_MS, limit));
  }

  /** Stores that a handover that has ended was checked, and what was found in its thread. */
  async checked({ id }: Tenant, handover: Handover, contents: LookedAt | undefined): Promise<void> {
    await this.database.inTenant(id, () => this.handovers.checked(handover, contents));
  }

  /** Those whose thread is known. */
  private linked(tenant: Tenant, find: () => Promise<Handover[]>): Promise<LinkedHandover[]> {
    return this.database.inTenant(tenant.id, async () => {
      const linked: LinkedHandover[] = [];
      const found = await find();
      if (found.length === 0) return linked;
      const now = await this.handovers.now();
      for (const handover of found) {
        const conversation = await this.conversations.findById(tenant.id, handover.conversationId);
        if (conversation?.engageThreadId)
          linked.push({ conversation, threadId: conversation.engageThreadId, handover, now });
      }
      return linked;
    });
  }
}
