import { Injectable } from '@nestjs/common';
import { type Delivery, DeliveryHandler, type DeliveryOutcome } from '#delivery';
import { ContactCentre } from '../ports/contact-centre.js';
import { HandoverStore } from '../ports/handover-store.js';
import { EngageAuthors } from './engage-authors.js';
import { ENGAGE, type IdentityPayload } from '../domain/machine/engage-items.js';
import { StartFailures } from '../start/start-failures.js';
import { DeliveryContext } from '../engage-outbound/delivery-context.js';

/**
 * Makes or refreshes an identity that no message of the handover carries: the customer's, with the profile, or the puppet
 * that agents write as, without which Engage lets no agent reply.
 */
@Injectable()
export class SaveEngageIdentity extends DeliveryHandler {
  readonly kind = ENGAGE.identity;

  constructor(
    private readonly work: DeliveryContext,
    private readonly handovers: HandoverStore,
    private readonly authors: EngageAuthors,
    private readonly contactCentre: ContactCentre,
    private readonly failures: StartFailures,
  ) {
    super();
  }

  deliver(delivery: Delivery, signal: AbortSignal): Promise<DeliveryOutcome> {
    return this.work.with(delivery, async (tenant) => {
      const { author = 'user', handoverId } = delivery.payload as IdentityPayload;
      const { conversation, handover } = await this.work.locked(delivery, async (locked) => ({
        conversation: locked,
        handover: handoverId && (await this.handovers.find(tenant.id, handoverId)),
      }));
      if (handover && handover.endedAt) return { type: 'superseded', reason: 'The handover is over.' };
      await this.contactCentre.saveIdentity(tenant, await this.authors.of(tenant, conversation, author), signal);
      return { type: 'delivered' };
    });
  }

  holdMinutes(delivery: Delivery): Promise<number> {
    return this.work.holdMinutes(delivery);
  }

  override onParked(delivery: Delivery, error: unknown): Promise<void> {
    return this.failures.endIfMisconfigured(delivery, error);
  }
}
