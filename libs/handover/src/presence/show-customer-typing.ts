import { Injectable } from '@nestjs/common';
import type { DeliveryOutcome } from '#delivery';
import { ENGAGE, type TypingPayload } from '#handover-rules';
import { ContactCentre } from '../ports/contact-centre.js';
import { ExpendableCall } from './expendable-call.js';
import { DeliveryContext } from '../engage-outbound/delivery-context.js';
import { type Task, TenantDelivery } from '../engage-outbound/tenant-delivery.js';

/** Shows the agents that the customer types. If the handover has ended, its return follows in the lane, so nothing is shown. */
@Injectable()
export class ShowCustomerTyping extends TenantDelivery {
  readonly kind = ENGAGE.typing;
  override readonly expendable = true;
  protected override readonly mostMinutes = 0;

  constructor(
    work: DeliveryContext,
    private readonly news: ExpendableCall,
    private readonly contactCentre: ContactCentre,
  ) {
    super(work);
  }

  protected async send({ tenant, delivery, signal }: Task): Promise<DeliveryOutcome> {
    const { typing, threadForeignId, preview } = delivery.payload as unknown as TypingPayload;
    const reason = typing ? await this.news.overtakenBy(delivery) : undefined;
    if (reason !== undefined) return { type: 'superseded', reason };
    await this.news.tell(signal, (hasty) =>
      typing
        ? this.contactCentre.startTyping(tenant, threadForeignId, preview, hasty)
        : this.contactCentre.stopTyping(tenant, threadForeignId, hasty),
    );
    return { type: 'delivered' };
  }
}
