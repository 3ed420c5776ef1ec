import { Injectable } from '@nestjs/common';
import type { Delivery, DeliveryOutcome } from '#delivery';
import { ENGAGE, type IdentityPayload } from '#handover-rules';
import { ContactCentre } from '../ports/contact-centre.js';
import { type MessageContext, MessageContexts } from '../ports/message-contexts.js';
import { EngageAuthors } from './engage-authors.js';
import { StartFailures } from '../start/start-failures.js';
import { DeliveryContext } from '../engage-outbound/delivery-context.js';
import { type Task, TenantDelivery } from '../engage-outbound/tenant-delivery.js';

/**
 * Creates or refreshes an identity that no message of the handover contains: the customer's, with the profile, or the puppet
 * that agents write as, without which Engage lets no agent reply.
 */
@Injectable()
export class SaveEngageIdentity extends TenantDelivery<MessageContext> {
  readonly kind = ENGAGE.identity;

  constructor(
    work: DeliveryContext,
    private readonly contexts: MessageContexts,
    private readonly authors: EngageAuthors,
    private readonly contactCentre: ContactCentre,
    private readonly failures: StartFailures,
  ) {
    super(work);
  }

  protected async send({ tenant, delivery, known, signal }: Task<MessageContext>): Promise<DeliveryOutcome> {
    if (known.handover?.endedAt) return { type: 'superseded', reason: 'The handover is over.' };
    const { author = 'user' } = delivery.payload as IdentityPayload;
    const { userId } = known.conversation;
    const identity = await this.authors.of(tenant, { userId, known: known.customer }, author);
    await this.contactCentre.saveIdentity(tenant, identity, signal);
    return { type: 'delivered' };
  }

  protected override read({ lane, payload }: Delivery): Promise<MessageContext> {
    return this.contexts.read({ ...lane, handoverId: (payload as IdentityPayload).handoverId });
  }

  override onParked(delivery: Delivery, error: unknown): Promise<void> {
    return this.failures.endIfMisconfigured(delivery, error);
  }
}
