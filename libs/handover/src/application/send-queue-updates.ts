import { Injectable, Logger } from '@nestjs/common';
import { Database, FrequentJob } from '#database';
import { TenantDirectory } from '#tenant-config';
import type { Handover } from '../domain/handover.js';
import { ConversationStore } from '../ports/conversation-store.js';
import { HandoverStore } from '../ports/handover-store.js';
import { DecideFact } from './decide-fact.js';

const BATCH = 500;

/** Sends the updates of the place in the queue whose pause is over, each at most a second late. */
@Injectable()
export class SendQueueUpdates extends FrequentJob {
  readonly name = 'queue-updates';
  readonly everyMs = 1_000;
  private readonly logger = new Logger(SendQueueUpdates.name);

  constructor(
    private readonly tenants: TenantDirectory,
    private readonly database: Database,
    private readonly conversations: ConversationStore,
    private readonly handovers: HandoverStore,
    private readonly facts: DecideFact,
  ) {
    super();
  }

  async run(signal: AbortSignal): Promise<void> {
    const due = await this.database.acrossTenants(() => this.handovers.queueUpdatesDue(BATCH));
    for (const handover of due) if (!signal.aborted) await this.tryOne(handover);
  }

  private async tryOne(handover: Handover): Promise<void> {
    try {
      await this.send(handover);
    } catch (error) {
      const { tenantId, id: handoverId } = handover;
      this.logger.error({ tenantId, handoverId, err: error }, 'A queue update failed; the next run tries it again.');
    }
  }

  private async send({ tenantId, conversationId }: Handover): Promise<void> {
    const tenant = await this.tenants.byId(tenantId);
    if (!tenant) return;
    await this.database.inTenant(tenantId, async () => {
      const conversation = await this.conversations.lockById(tenantId, conversationId);
      if (conversation) await this.facts.run(tenant, conversation, { type: 'queue-pause-over' });
    });
  }
}
