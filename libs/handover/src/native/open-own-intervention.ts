import { Injectable } from '@nestjs/common';
import type { Delivery } from '#delivery';
import type { Tenant } from '#tenant-config';
import { type Conversation, isAbout, type NoOpenIntervention } from '#handover-rules';
import { ContactCentre, type ReplyToCustomer } from '../ports/contact-centre.js';
import { DecideFact } from '../intake/decide-fact.js';
import { DeliveryContext } from '../engage-outbound/delivery-context.js';

/** Opens the intervention under which Engage takes the bot's replies, and remembers it as ours. */
@Injectable()
export class OpenOwnIntervention {
  constructor(
    private readonly work: DeliveryContext,
    private readonly facts: DecideFact,
    private readonly contactCentre: ContactCentre,
  ) {}

  /** @throws the refusal if an intervention is open: then Engage meant something else */
  async run(
    tenant: Tenant,
    delivery: Delivery,
    { userId }: Conversation,
    { threadId, inReplyTo }: ReplyToCustomer,
    refusal: NoOpenIntervention,
    signal: AbortSignal,
  ): Promise<void> {
    const interventions = await this.contactCentre.interventions(tenant, [threadId], signal);
    if (interventions.some((one) => !one.closed && isAbout(one, userId))) throw refusal;
    const opened = await this.contactCentre.openOwnIntervention(tenant, inReplyTo, signal);
    await this.work.locked(delivery, (locked) =>
      this.facts.run(tenant, locked, { type: 'own-intervention', interventionId: opened.id, byUserId: opened.userId }),
    );
  }
}
