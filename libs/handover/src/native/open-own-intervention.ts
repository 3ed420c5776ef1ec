import { Injectable } from '@nestjs/common';
import { type Delivery, DestinationOutage } from '#delivery';
import type { Tenant } from '#tenant-config';
import { type Conversation, isAbout, type NoOpenIntervention, type OpenedIntervention } from '#handover-rules';
import { ContactCentre, type ReplyToCustomer } from '../ports/contact-centre.js';
import { ApplyEarlyEvents } from '../engage-inbound/apply-early-events.js';
import { DecideFact } from '../intake/decide-fact.js';
import { DeliveryContext } from '../engage-outbound/delivery-context.js';

/**
 * Opens the intervention under which Engage accepts the bot's replies, and stores it as ours. Engage's webhook may be faster
 * than its answer, and the answer can get lost: from before the call until the outcome is known, events that may be about it
 * are kept.
 */
@Injectable()
export class OpenOwnIntervention {
  constructor(
    private readonly work: DeliveryContext,
    private readonly facts: DecideFact,
    private readonly early: ApplyEarlyEvents,
    private readonly contactCentre: ContactCentre,
  ) {}

  /** @throws the refusal if an intervention is open: then Engage refused for another reason */
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
    await this.work.locked(delivery, (locked) => this.facts.run(tenant, locked, { type: 'opening-intervention' }));
    try {
      const { id, userId } = await this.contactCentre.openOwnIntervention(tenant, inReplyTo, signal);
      await this.settle(tenant, delivery, { interventionId: id, byUserId: userId });
    } catch (error) {
      if (!(error instanceof DestinationOutage)) await this.settle(tenant, delivery, undefined);
      throw error;
    }
  }

  /**
   * A reply was accepted although the answer to our opening was lost, so Engage has opened it. If an agent had been faster,
   * Engage would have refused ours.
   */
  async recognise(tenant: Tenant, delivery: Delivery, conversation: Conversation, signal: AbortSignal): Promise<void> {
    const { engageThreadId, userId } = conversation;
    const all = engageThreadId ? await this.contactCentre.interventions(tenant, [engageThreadId], signal) : [];
    const open = all.find((one) => !one.closed && isAbout(one, userId));
    await this.settle(tenant, delivery, open && { interventionId: open.id, byUserId: open.userId });
  }

  /** The outcome of the opening is known: events that waited for it are decided. @param opened undefined: no intervention was opened */
  async settle(tenant: Tenant, delivery: Delivery, opened: OpenedIntervention | undefined): Promise<void> {
    await this.work.locked(delivery, async (locked) => {
      if (!locked.nativeChannel?.opensIntervention) return;
      await this.facts.run(tenant, locked, { type: 'own-intervention', opened });
      if (locked.engageThreadId) await this.early.run(tenant, locked, locked.engageThreadId);
    });
  }
}
