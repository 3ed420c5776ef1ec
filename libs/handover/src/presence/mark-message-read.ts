import { Injectable } from '@nestjs/common';
import type { DeliveryOutcome } from '#delivery';
import { ENGAGE, type ReadPayload } from '#handover-rules';
import { ContactCentre } from '../ports/contact-centre.js';
import { DeliveryContext } from '../engage-outbound/delivery-context.js';
import { type Task, TenantDelivery } from '../engage-outbound/tenant-delivery.js';

/** Messages do not wait longer than this for a receipt that fails. */
const HOLD_MINUTES = 1;

/** Marks an agent's message as read. */
@Injectable()
export class MarkMessageRead extends TenantDelivery {
  readonly kind = ENGAGE.read;
  override readonly expendable = true;
  protected override readonly mostMinutes = HOLD_MINUTES;

  constructor(
    work: DeliveryContext,
    private readonly contactCentre: ContactCentre,
  ) {
    super(work);
  }

  protected async send({ tenant, delivery, signal }: Task): Promise<DeliveryOutcome> {
    const { messageId } = delivery.payload as unknown as ReadPayload;
    await this.contactCentre.markAsRead(tenant, messageId, signal);
    return { type: 'delivered' };
  }
}
