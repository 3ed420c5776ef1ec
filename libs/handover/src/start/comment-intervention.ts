import { Injectable, Logger } from '@nestjs/common';
import { type DeliveryOutcome, isTransient } from '#delivery';
import { AppError } from '#kernel';
import { ENGAGE, NoteNotTaken, type NotePayload } from '#handover-rules';
import { ContactCentre } from '../ports/contact-centre.js';
import { HandoverStore } from '../ports/handover-store.js';
import { ExpendableCall } from '../presence/expendable-call.js';
import { DeliveryContext } from '../engage-outbound/delivery-context.js';
import { type Task, TenantDelivery } from '../engage-outbound/tenant-delivery.js';

/** The customer's messages wait for the note. */
const MOST_TRIES = 2;
const HOLD_MINUTES = 1;

/** Leaves the handover's note at the agents' case. The thread has it already, so it is discarded after two tries. */
@Injectable()
export class CommentIntervention extends TenantDelivery {
  readonly kind = ENGAGE.note;
  override readonly expendable = true;
  protected override readonly mostMinutes = HOLD_MINUTES;
  private readonly logger = new Logger(CommentIntervention.name);

  constructor(
    work: DeliveryContext,
    private readonly handovers: HandoverStore,
    private readonly news: ExpendableCall,
    private readonly contactCentre: ContactCentre,
  ) {
    super(work);
  }

  protected async send({ tenant, delivery, signal }: Task): Promise<DeliveryOutcome> {
    const { handoverId, interventionId, userId } = delivery.payload as unknown as NotePayload;
    const handover = await this.handovers.running(tenant.id, delivery.lane.conversationId);
    if (handover?.id !== handoverId || handover.note === undefined)
      return { type: 'superseded', reason: 'The handover is over.' };
    const comment = { interventionId, userId, text: handover.note };
    try {
      await this.news.tell(signal, (hasty) => this.contactCentre.comment(tenant, comment, hasty));
      return { type: 'delivered' };
    } catch (error) {
      if (signal.aborted || !(error instanceof AppError)) throw error;
      if (isTransient(error) && delivery.attempts + 1 < MOST_TRIES) throw new NoteNotTaken(error);
      this.logger.warn({ tenantId: tenant.id, err: error }, 'The handover note could not be written as a comment.');
      return { type: 'superseded', reason: `Engage did not accept the note as a comment: ${error.message}` };
    }
  }
}
