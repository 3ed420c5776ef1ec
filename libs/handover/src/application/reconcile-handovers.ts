import { Injectable, Logger } from '@nestjs/common';
import { Database, type Job } from '#database';
import { Clock, type EngageThreadId, type TenantId } from '#kernel';
import { type Tenant, TenantDirectory } from '#tenant-config';
import type { Handover } from '../domain/handover.js';
import { verdictOfEngage } from '../domain/verdict-of-engage.js';
import { ContactCentre, type EngageIntervention } from '../ports/contact-centre.js';
import { ConversationStore } from '../ports/conversation-store.js';
import { HandoverStore } from '../ports/handover-store.js';
import { RunningHandover } from './running-handover.js';

/** How long a handover may go unchecked, in milliseconds. */
const UNCHECKED_MS = 60_000;
/** Threads that one call asks about. */
const BATCH = 100;

/** Looks at Engage for the ends and joins whose events never came, so that no customer is stuck with nobody. */
@Injectable()
export class ReconcileHandovers implements Job {
  readonly name = 'reconcile-handovers';
  readonly cron = '* * * * *';
  private readonly logger = new Logger(ReconcileHandovers.name);

  constructor(
    private readonly tenants: TenantDirectory,
    private readonly database: Database,
    private readonly conversations: ConversationStore,
    private readonly handovers: HandoverStore,
    private readonly settling: ReconcileHandover,
    private readonly contactCentre: ContactCentre,
  ) {}

  async run(signal: AbortSignal): Promise<void> {
    for (const id of await this.tenants.enabled()) {
      if (signal.aborted) return;
      try {
        await this.ofTenant(id, signal);
      } catch (error) {
        this.logger.warn(
          { tenantId: id, err: error },
          'The handovers of a tenant could not be checked; next turn again.',
        );
      }
    }
  }

  private async ofTenant(id: TenantId, signal: AbortSignal): Promise<void> {
    const tenant = await this.tenants.byId(id);
    if (!tenant) return;
    const open = await this.openHandovers(tenant);
    if (open.size === 0) return;
    const interventions = await this.contactCentre.interventions(tenant, [...open.keys()], signal);
    for (const [threadId, handover] of open)
      await this.settling.run(
        tenant,
        handover,
        interventions.filter((intervention) => intervention.threadId === threadId),
      );
  }

  private openHandovers(tenant: Tenant): Promise<Map<EngageThreadId, Handover>> {
    return this.database.inTenant(tenant.id, async () => {
      const open = new Map<EngageThreadId, Handover>();
      for (const handover of await this.handovers.unchecked(tenant.id, this.settling.before(UNCHECKED_MS), BATCH)) {
        const conversation = await this.conversations.findById(tenant.id, handover.conversationId);
        if (conversation?.engageThreadId) open.set(conversation.engageThreadId, handover);
      }
      return open;
    });
  }
}

/** Settles one handover with what Engage says about it. */
@Injectable()
export class ReconcileHandover {
  private readonly logger = new Logger(ReconcileHandover.name);

  constructor(
    private readonly database: Database,
    private readonly conversations: ConversationStore,
    private readonly handovers: HandoverStore,
    private readonly running: RunningHandover,
    private readonly clock: Clock,
  ) {}

  before(milliseconds: number): Date {
    return new Date(this.clock.millis() - milliseconds);
  }

  run(tenant: Tenant, seen: Handover, interventions: readonly EngageIntervention[]): Promise<void> {
    return this.database.inTenant(tenant.id, async () => {
      const conversation = await this.conversations.lockById(tenant.id, seen.conversationId);
      const handover = conversation && (await this.handovers.running(tenant.id, conversation.id));
      if (!conversation || handover?.id !== seen.id) return;
      const verdict = verdictOfEngage(handover, interventions);
      const checked = await this.handovers.change(handover, { checkedAt: this.clock.now() });
      if (verdict === 'goes-on') return;
      this.logger.warn(
        { tenantId: tenant.id, conversationId: conversation.id, verdict },
        'An event of Engage never came; reconciled.',
      );
      if (verdict === 'over') await this.running.end(tenant, conversation, checked, 'reconciliation');
      else await this.running.join(tenant, conversation, checked, { interventionId: interventions[0]?.id });
    });
  }
}
