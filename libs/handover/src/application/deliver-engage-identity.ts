import { Injectable } from '@nestjs/common';
import { type Delivery, DeliveryHandler, type DeliveryOutcome } from '#delivery';
import { ContactCentre } from '../ports/contact-centre.js';
import { EngageAuthors } from './engage-authors.js';
import { ENGAGE } from './engage-outbox.js';
import { TenantWork } from './tenant-work.js';

/** Refreshes the customer's identity where no message of the handover carries the profile. */
@Injectable()
export class DeliverEngageIdentity extends DeliveryHandler {
  readonly kind = ENGAGE.identity;

  constructor(
    private readonly work: TenantWork,
    private readonly authors: EngageAuthors,
    private readonly contactCentre: ContactCentre,
  ) {
    super();
  }

  deliver(delivery: Delivery, signal: AbortSignal): Promise<DeliveryOutcome> {
    return this.work.with(delivery, async (tenant) => {
      const conversation = await this.work.locked(delivery, async (locked) => locked);
      await this.contactCentre.saveIdentity(tenant, await this.authors.customer(tenant, conversation), signal);
      return { type: 'delivered' };
    });
  }

  holdMinutes(delivery: Delivery): Promise<number> {
    return this.work.holdMinutes(delivery);
  }
}
