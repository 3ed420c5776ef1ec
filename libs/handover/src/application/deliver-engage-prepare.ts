import { Injectable, Logger } from '@nestjs/common';
import { type Delivery, DeliveryHandler, type DeliveryOutcome } from '#delivery';
import { AppError, type HandoverId } from '#kernel';
import type { Tenant } from '#tenant-config';
import { ContactCentre } from '../ports/contact-centre.js';
import { HandoverStore } from '../ports/handover-store.js';
import { ENGAGE } from './engage-outbox.js';
import { TenantWork } from './tenant-work.js';

type Case = { readonly interventionId: string; readonly userId: string };

/**
 * Before a conversation of Engage goes to the agents: leaves them a note at the intervention that we opened for the bot, and
 * ends it where agents pick threads from folders. Where Engage routes tasks it stays open: ending it would complete the
 * task, and nobody would be offered the thread.
 */
@Injectable()
export class DeliverEngagePrepare extends DeliveryHandler {
  readonly kind = ENGAGE.prepare;
  private readonly logger = new Logger(DeliverEngagePrepare.name);

  constructor(
    private readonly work: TenantWork,
    private readonly handovers: HandoverStore,
    private readonly contactCentre: ContactCentre,
  ) {
    super();
  }

  deliver(delivery: Delivery, signal: AbortSignal): Promise<DeliveryOutcome> {
    return this.work.with(delivery, async (tenant) => {
      const { conversation, handover } = await this.work.locked(delivery, async (locked) => ({
        conversation: locked,
        handover: await this.handovers.running(tenant.id, locked.id),
      }));
      if (handover?.id !== (delivery.payload['handoverId'] as HandoverId))
        return { type: 'superseded', reason: 'The handover is over.' };
      const { engageChannel, engageThreadId } = conversation;
      const { ownInterventionId: interventionId, ownUserId: userId } = engageChannel ?? {};
      if (interventionId === undefined || userId === undefined || !engageThreadId)
        return { type: 'superseded', reason: 'The bot opened no intervention.' };
      await this.leaveNote(tenant, { interventionId, userId }, handover.note, signal);
      if (await this.contactCentre.routesTasks(tenant, signal)) return { type: 'delivered' };
      const interventions = await this.contactCentre.interventions(tenant, [engageThreadId], signal);
      const own = interventions.find(({ id, closed }) => id === interventionId && !closed);
      if (own) await this.contactCentre.endIntervention(tenant, own, signal);
      return { type: 'delivered' };
    });
  }

  holdMinutes(delivery: Delivery): Promise<number> {
    return this.work.holdMinutes(delivery);
  }

  /** A token that may not comment costs the note, not the handover. */
  private async leaveNote(tenant: Tenant, own: Case, text: string | undefined, signal: AbortSignal): Promise<void> {
    if (text === undefined || !tenant.handover.noteAsComment) return;
    try {
      await this.contactCentre.comment(tenant, { ...own, text }, signal);
    } catch (error) {
      if (!(error instanceof AppError) || error.kind !== 'rejected') throw error;
      this.logger.warn({ tenantId: tenant.id, err: error }, 'The handover note could not be left at the intervention.');
    }
  }
}
