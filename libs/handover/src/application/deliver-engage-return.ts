import { Injectable } from '@nestjs/common';
import { type Delivery, DeliveryHandler, type DeliveryOutcome } from '#delivery';
import type { HandoverId } from '#kernel';
import type { Tenant } from '#tenant-config';
import { giveBack, sameSet } from '../domain/categories.js';
import { ContactCentre, type EngageThread } from '../ports/contact-centre.js';
import { HandoverStore } from '../ports/handover-store.js';
import { ENGAGE } from './engage-outbox.js';
import { requireEngage } from './handover-requirements.js';
import { TenantWork } from './tenant-work.js';

/** A thread that stays with the agents would bring them the bot's conversation: tried for three days. */
const HOLD_MINUTES = 72 * 60;

/** Gives the thread back to the bot's category, after ending the agents' case where the bot side ended the handover. */
@Injectable()
export class DeliverEngageReturn extends DeliveryHandler {
  readonly kind = ENGAGE.return;

  constructor(
    private readonly work: TenantWork,
    private readonly handovers: HandoverStore,
    private readonly contactCentre: ContactCentre,
  ) {
    super();
  }

  deliver(delivery: Delivery, signal: AbortSignal): Promise<DeliveryOutcome> {
    return this.work.with(delivery, async (tenant) => {
      requireEngage(tenant);
      const { conversation, handover } = await this.work.locked(delivery, async (locked) => ({
        conversation: locked,
        handover: await this.handovers.find(tenant.id, delivery.payload['handoverId'] as HandoverId),
      }));
      if (!handover || handover.step === 'accepted')
        return { type: 'superseded', reason: 'The handover never reached Engage.' };
      const { engageThreadId, threadForeignId } = conversation;
      const thread = engageThreadId
        ? await this.contactCentre.readThread(tenant, engageThreadId, signal)
        : await this.contactCentre.findThread(tenant, threadForeignId, signal);
      if (!thread) return { type: 'superseded', reason: 'The thread is gone from Engage.' };
      if (delivery.payload['closeAgentSide'] === true) await this.endInterventions(tenant, thread, signal);
      await this.giveBack(tenant, thread, handover.addedCategoryIds, signal);
      return { type: 'delivered' };
    });
  }

  async holdMinutes(): Promise<number> {
    return HOLD_MINUTES;
  }

  private async endInterventions(tenant: Tenant, thread: EngageThread, signal: AbortSignal): Promise<void> {
    const interventions = await this.contactCentre.interventions(tenant, [thread.id], signal);
    for (const intervention of interventions.filter(({ closed }) => !closed))
      await this.contactCentre.endIntervention(tenant, intervention, signal);
  }

  private async giveBack(
    tenant: Tenant,
    thread: EngageThread,
    added: readonly string[],
    signal: AbortSignal,
  ): Promise<void> {
    const { agentCategoryId = '', botCategoryId = '' } = tenant.engage;
    const categoryIds = giveBack(thread.categoryIds, agentCategoryId, botCategoryId, added);
    if (!sameSet(categoryIds, thread.categoryIds))
      await this.contactCentre.replaceCategories(tenant, thread.id, categoryIds, signal);
  }
}
