import { Injectable, Logger } from '@nestjs/common';
import type { Delivery, DeliveryOutcome } from '#delivery';
import { AppError, type EngageThreadId, type HandoverId } from '#kernel';
import type { Tenant } from '#tenant-config';
import { ENGAGE, type Handover } from '#handover-rules';
import { ContactCentre } from '../ports/contact-centre.js';
import { HandoverStore } from '../ports/handover-store.js';
import { DecideFact } from '../intake/decide-fact.js';
import { DeliveryContext } from '../engage-outbound/delivery-context.js';
import { type Task, TenantDelivery } from '../engage-outbound/tenant-delivery.js';

type Note = Parameters<ContactCentre['comment']>[1];

/**
 * Before a conversation of Engage goes to the agents: leaves them a note at the intervention that we opened for the bot, and
 * ends it if agents pick threads from folders. If Engage routes tasks, it stays open: ending it would complete the
 * task, and the thread would be offered to no one.
 */
@Injectable()
export class ReleaseOwnIntervention extends TenantDelivery {
  readonly kind = ENGAGE.prepare;
  private readonly logger = new Logger(ReleaseOwnIntervention.name);

  constructor(
    work: DeliveryContext,
    private readonly handovers: HandoverStore,
    private readonly facts: DecideFact,
    private readonly contactCentre: ContactCentre,
  ) {
    super(work);
  }

  protected async send({ tenant, delivery, signal }: Task): Promise<DeliveryOutcome> {
    const { conversation, handover } = await this.work.locked(delivery, async (locked) => ({
      conversation: locked,
      handover: await this.handovers.running(tenant.id, locked.id),
    }));
    if (handover?.id !== (delivery.payload['handoverId'] as HandoverId))
      return { type: 'superseded', reason: 'The handover is over.' };
    const { nativeChannel, engageThreadId } = conversation;
    const { ownInterventionId: interventionId, ownUserId: userId } = nativeChannel ?? {};
    if (interventionId === undefined || userId === undefined || !engageThreadId)
      return { type: 'superseded', reason: 'The bot opened no intervention.' };
    const text = noteDue(tenant, handover);
    if (text !== undefined) await this.leaveNote(delivery, tenant, { interventionId, userId, text }, signal);
    if (!(await this.contactCentre.routesTasks(tenant, signal)))
      await this.end(tenant, engageThreadId, interventionId, signal);
    return { type: 'delivered' };
  }

  /** If the token may not comment, only the note is lost, not the handover. */
  private async leaveNote(delivery: Delivery, tenant: Tenant, comment: Note, signal: AbortSignal): Promise<void> {
    try {
      await this.contactCentre.comment(tenant, comment, signal);
    } catch (error) {
      if (!(error instanceof AppError) || error.kind !== 'rejected') throw error;
      this.logger.warn(
        { tenantId: tenant.id, err: error },
        'The handover note could not be written at the intervention.',
      );
    }
    await this.work.locked(delivery, (locked) => this.facts.run(tenant, locked, { type: 'note-left' }));
  }

  private async end(tenant: Tenant, threadId: EngageThreadId, ownId: string, signal: AbortSignal): Promise<void> {
    const interventions = await this.contactCentre.interventions(tenant, [threadId], signal);
    const own = interventions.find(({ id, closed }) => id === ownId && !closed);
    if (own) await this.contactCentre.endIntervention(tenant, own, signal);
  }
}

/** The note that must still be left, if there is one and the tenant wants it. */
function noteDue({ handover: { noteAsComment } }: Tenant, { note, noteQueuedAt }: Handover): string | undefined {
  return noteAsComment && !noteQueuedAt ? note : undefined;
}
