import { Injectable } from '@nestjs/common';
import type { Delivery } from '#delivery';
import { AppError } from '#kernel';
import { EngageMisconfigured, type Handover, HistoryRefused } from '#handover-rules';
import { HandoverStore } from '../ports/handover-store.js';
import { MessageJournal } from '../ports/message-journal.js';
import { DecideFact } from '../intake/decide-fact.js';
import { SettingFaults } from './setting-faults.js';
import { DeliveryContext } from '../engage-outbound/delivery-context.js';

/** Finds why a start cannot succeed, and ends it: the bot is released with the reason. */
@Injectable()
export class StartFailures {
  constructor(
    private readonly work: DeliveryContext,
    private readonly handovers: HandoverStore,
    private readonly journal: MessageJournal,
    private readonly facts: DecideFact,
    private readonly settings: SettingFaults,
  ) {}

  /** @throws HistoryRefused if no message of the customer will reach Engage: the lane has settled them before the start */
  async requireHistory(handover: Handover): Promise<void> {
    const { tenantId, conversationId } = handover;
    const last = await this.handovers.lastEnded(tenantId, conversationId);
    const reason = await this.journal.customerRefusedSince(tenantId, conversationId, last?.endedAt);
    if (reason !== undefined) throw new HistoryRefused(reason);
  }

  /** Runs in the transaction that parks the delivery. A handover that has reached the agents continues. */
  async end(delivery: Delivery, error: unknown): Promise<void> {
    const tenant = await this.work.tenantOf(delivery);
    if (!tenant) return;
    await this.work.locked(delivery, async (conversation) => {
      await this.settings.report(tenant, conversation, error);
      const message = error instanceof AppError ? error.message : 'RingCentral Engage did not accept the conversation.';
      await this.facts.run(tenant, conversation, { type: 'start-failed', message });
    });
  }

  /** The same, if the error says that everything else will be refused too. */
  async endIfMisconfigured(delivery: Delivery, error: unknown): Promise<void> {
    if (error instanceof EngageMisconfigured) await this.end(delivery, error);
  }
}
