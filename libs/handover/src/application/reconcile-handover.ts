import { Injectable, Logger } from '@nestjs/common';
import { Database } from '#database';
import { Clock } from '#kernel';
import type { Tenant } from '#tenant-config';
import { casesOf } from '../domain/engage-conduct.js';
import type { Handover } from '../domain/handover.js';
import { verdictOfEngage } from '../domain/verdict-of-engage.js';
import type { EngageIntervention } from '../ports/contact-centre.js';
import { ConversationStore } from '../ports/conversation-store.js';
import { HandoverStore } from '../ports/handover-store.js';
import { RunningHandover } from './running-handover.js';

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
      const cases = casesOf(conversation, interventions);
      const verdict = verdictOfEngage(handover, cases);
      const checked = await this.handovers.change(handover, { checkedAt: this.clock.now() });
      if (verdict === 'goes-on') return;
      this.logger.warn(
        { tenantId: tenant.id, conversationId: conversation.id, verdict },
        'An event of Engage never came; reconciled.',
      );
      if (verdict === 'over') await this.running.end(tenant, conversation, checked, 'reconciliation');
      else
        await this.running.join(tenant, conversation, checked, {
          interventionId: cases[0]?.id,
          agentId: cases[0]?.userId,
        });
    });
  }
}
