import { Injectable, Logger } from '@nestjs/common';
import { Database, type Job } from '#database';
import type { TenantId } from '#kernel';
import { type Tenant, TenantDirectory } from '#tenant-config';
import type { Conversation } from '../domain/conversation.js';
import type { Handover } from '../domain/handover.js';
import type { Standing } from '../domain/standing.js';
import { ConversationStore } from '../ports/conversation-store.js';
import { HandoverStore } from '../ports/handover-store.js';
import { AskEngage } from './ask-engage.js';
import { DecideFact } from './decide-fact.js';

const BATCH = 500;

/** Fires the timers that are due; each at most a minute late. */
@Injectable()
export class FireTimers implements Job {
  readonly name = 'handover-timers';
  readonly cron = '* * * * *';
  private readonly logger = new Logger(FireTimers.name);

  constructor(
    private readonly tenants: TenantDirectory,
    private readonly database: Database,
    private readonly conversations: ConversationStore,
    private readonly handovers: HandoverStore,
    private readonly asking: AskEngage,
    private readonly facts: DecideFact,
  ) {}

  async run(signal: AbortSignal): Promise<void> {
    for (const id of await this.tenants.enabled()) {
      const tenant = await this.tenants.byId(id);
      const due = tenant ? await this.due(id) : [];
      for (const handover of due) if (tenant && !signal.aborted) await this.tryOne(tenant, handover, signal);
    }
  }

  private due(tenantId: TenantId): Promise<Handover[]> {
    return this.database.inTenant(tenantId, () => this.handovers.due(tenantId, BATCH));
  }

  private async tryOne(tenant: Tenant, handover: Handover, signal: AbortSignal): Promise<void> {
    try {
      await this.fire(tenant, handover, signal);
    } catch (error) {
      const ids = { tenantId: tenant.id, handoverId: handover.id };
      this.logger.error({ ...ids, err: error }, 'A timer failed; the next run tries it again.');
    }
  }

  private async fire(tenant: Tenant, { conversationId, status }: Handover, signal: AbortSignal): Promise<void> {
    const seen = await this.database.inTenant(tenant.id, () => this.conversations.findById(tenant.id, conversationId));
    const standing = seen && status === 'queue' ? await this.standing(tenant, seen, signal) : undefined;
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
