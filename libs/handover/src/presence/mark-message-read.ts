import { Injectable } from '@nestjs/common';
import { type Delivery, DeliveryHandler, type DeliveryOutcome } from '#delivery';
import { ContactCentre } from '../ports/contact-centre.js';
import { ENGAGE, type ReadPayload } from '../domain/machine/engage-items.js';
import { DeliveryContext } from '../engage-outbound/delivery-context.js';

/** Messages do not wait longer than this for a receipt that fails. */
const HOLD_MINUTES = 1;

/** Marks an agent's message as read. */
@Injectable()
export class MarkMessageRead extends DeliveryHandler {
  readonly kind = ENGAGE.read;
  override readonly expendable = true;

  constructor(
    private readonly work: DeliveryContext,
    private readonly contactCentre: ContactCentre,
  ) {
    super();
  }

  deliver(delivery: Delivery, signal: AbortSignal): Promise<DeliveryOutcome> {
    return this.work.with(delivery, async (tenant) => {
      const { messageId } = delivery.payload as unknown as ReadPayload;
      await this.contactCentre.markAsRead(tenant, messageId, signal);
      return { type: 'delivered' };
    });
  }

  async holdMinutes(): Promise<number> {
    return HOLD_MINUTES;
  }
}
