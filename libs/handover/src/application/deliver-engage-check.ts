import { Injectable } from '@nestjs/common';
import { type Delivery, DeliveryHandler, type DeliveryOutcome } from '#delivery';
import type { HandoverId } from '#kernel';
import { casesOf } from '../domain/engage-conduct.js';
import { ContactCentre } from '../ports/contact-centre.js';
import { HandoverStore } from '../ports/handover-store.js';
import { ENGAGE } from './engage-outbox.js';
import { RunningHandover } from './running-handover.js';
import { TenantWork } from './tenant-work.js';

/** `task.destroyed` can mean an end or a deferral: asks Engage which it was. No case at all means that it is over. */
@Injectable()
export class DeliverEngageCheck extends DeliveryHandler {
  readonly kind = ENGAGE.check;

  constructor(
    private readonly work: TenantWork,
    private readonly handovers: HandoverStore,
    private readonly running: RunningHandover,
    private readonly contactCentre: ContactCentre,
  ) {
    super();
  }

  deliver(delivery: Delivery, signal: AbortSignal): Promise<DeliveryOutcome> {
    return this.work.with(delivery, async (tenant) => {
      const current = await this.work.locked(delivery, async (locked) => locked);
      const { engageThreadId } = current;
      if (!engageThreadId) return { type: 'superseded', reason: 'The thread is not linked.' };
      const interventions = await this.contactCentre.interventions(tenant, [engageThreadId], signal);
      const isOver = casesOf(current, interventions).every(({ closed }) => closed);
      const effect = (): Promise<void> =>
        this.work.locked(delivery, async (conversation) => {
          const handover = await this.handovers.running(tenant.id, conversation.id);
          if (handover?.id === (delivery.payload['handoverId'] as HandoverId))
            await this.running.end(tenant, conversation, handover, 'agent');
        });
      return isOver ? { type: 'delivered', effect } : { type: 'delivered' };
    });
  }

  holdMinutes(delivery: Delivery): Promise<number> {
    return this.work.holdMinutes(delivery);
  }
}
