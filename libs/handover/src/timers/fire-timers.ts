import { Injectable, Logger } from '@nestjs/common';
import { Database, FrequentJob } from '#database';
import { type Tenant, TenantDirectory } from '#tenant-config';
import type { Conversation } from '../domain/conversation.js';
import type { Handover } from '../domain/handover.js';
import type { Standing } from '../domain/standing.js';
import { ConversationStore } from '../ports/conversation-store.js';
import { HandoverStore } from '../ports/handover-store.js';
import { AskEngage } from '../engage-outbound/ask-engage.js';
import { DecideFact } from '../intake/decide-fact.js';

const BATCH = 500;
/** Timers that fire together: one whose Engage hangs does not keep all others waiting. */
const AT_A_TIME = 8;

/** Fires the timers of handovers that are due, each about a second late at most. */
@Injectable()
export class FireTimers extends FrequentJob {
  readonly name = 'handover-timers';
  readonly everyMs = 1_000;
  private readonly logger = new Logger(FireTimers.name);

  constructor(
    private readonly tenants: TenantDirectory,
    private readonly database: Database,
    private readonly conversations: ConversationStore,
    private readonly handovers: HandoverStore,
    private readonly asking: AskEngage,
    private readonly facts: DecideFact,
  ) {
    super();
  }

  async run(signal: AbortSignal): Promise<void> {
    const due = await this.database.acrossTenants(() => this.handovers.due(BATCH));
    for (let next = 0; next < due.length && !signal.aborted; next += AT_A_TIME)
      await Promise.all(due.slice(next, next + AT_A_TIME).map((handover) => this.tryOne(handover, signal)));
  }

  private async tryOne(handover: Handover, signal: AbortSignal): Promise<void> {
    const { tenantId, id: handoverId } = handover;
    try {
      const tenant = await this.tenants.byId(tenantId);
      if (tenant?.enabled) await this.fire(tenant, handover, signal);
    } catch (error) {
      this.logger.error({ tenantId, handoverId, err: error }, 'A timer failed; the next run tries it again.');
    }
  }

  private async fire(tenant: Tenant, handover: Handover, signal: AbortSignal): Promise<void> {
    const { conversationId, status, noPickupDueAt } = handover;
    const asks = status === 'queue' && noPickupDueAt !== undefined;
    const seen = asks
      ? await this.database.inTenant(tenant.id, () => this.conversations.findById(tenant.id, conversationId))
      : undefined;
    const standing = seen && (await this.standing(tenant, seen, signal));
    await this.database.inTenant(tenant.id, async () => {
      const conversation = await this.conversations.lockById(tenant.id, conversationId);
      if (conversation) await this.facts.run(tenant, conversation, { type: 'timer', standing });
    });
  }

  /** What Engage says, if it answers: an agent may have come without an event that says so. */
  private async standing(
    tenant: Tenant,
    { engageThreadId }: Conversation,
    signal: AbortSignal,
  ): Promise<Standing | undefined> {
    if (!engageThreadId) return { thread: undefined, interventions: [] };
    try {
      return await this.asking.one(tenant, engageThreadId, signal);
    } catch (error) {
      this.logger.warn({ tenantId: tenant.id, err: error }, 'Engage could not be asked before a timer fires.');
      return undefined;
    }
  }
}
