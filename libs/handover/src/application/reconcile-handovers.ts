import { Injectable, Logger } from '@nestjs/common';
import { Database, type Job } from '#database';
import { type EngageThreadId, type TenantId } from '#kernel';
import { type Tenant, TenantDirectory } from '#tenant-config';
import type { Handover } from '../domain/handover.js';
import { ContactCentre } from '../ports/contact-centre.js';
import { ConversationStore } from '../ports/conversation-store.js';
import { HandoverStore } from '../ports/handover-store.js';
import { ReconcileHandover } from './reconcile-handover.js';

/** How long a handover may go unchecked, in milliseconds. */
const UNCHECKED_MS = 60_000;
/** Threads that one call asks about. */
const BATCH = 100;
/** Calls that a tenant's turn takes at most. */
const BATCHES = 10;
/** Tenants that are looked at together. */
const AT_A_TIME = 8;

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
    const ids = await this.tenants.enabled();
    // A few at a time: one whose Engage hangs does not keep all others waiting.
    for (let next = 0; next < ids.length && !signal.aborted; next += AT_A_TIME)
      await Promise.all(ids.slice(next, next + AT_A_TIME).map((id) => this.tryTenant(id, signal)));
  }

  private async tryTenant(id: TenantId, signal: AbortSignal): Promise<void> {
    try {
      await this.ofTenant(id, signal);
    } catch (error) {
      this.logger.warn(
        { tenantId: id, err: error },
        'The handovers of a tenant could not be checked; next turn again.',
      );
    }
  }

  private async ofTenant(id: TenantId, signal: AbortSignal): Promise<void> {
    const tenant = await this.tenants.byId(id);
    let checked = BATCH;
    for (let batch = 0; tenant && checked === BATCH && batch < BATCHES && !signal.aborted; batch++)
      checked = await this.check(tenant, signal);
  }

  /** Checks the handovers that have gone unchecked for longest. @returns how many */
  private async check(tenant: Tenant, signal: AbortSignal): Promise<number> {
    const open = await this.openHandovers(tenant);
    if (open.length === 0) return 0;
    const threadIds = [...new Set(open.map(({ threadId }) => threadId))];
    const interventions = await this.contactCentre.interventions(tenant, threadIds, signal);
    for (const { threadId, handover } of open)
      await this.settling.run(
        tenant,
        handover,
        interventions.filter((intervention) => intervention.threadId === threadId),
      );
    return open.length;
  }

  private openHandovers(tenant: Tenant): Promise<{ threadId: EngageThreadId; handover: Handover }[]> {
    return this.database.inTenant(tenant.id, async () => {
      const open: { threadId: EngageThreadId; handover: Handover }[] = [];
      for (const handover of await this.handovers.unchecked(tenant.id, this.settling.before(UNCHECKED_MS), BATCH)) {
        const conversation = await this.conversations.findById(tenant.id, handover.conversationId);
        if (conversation?.engageThreadId) open.push({ threadId: conversation.engageThreadId, handover });
      }
      return open;
    });
  }
}
