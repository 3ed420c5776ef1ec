import { Injectable } from '@nestjs/common';
import type { DeliveryOutcome } from '#delivery';
import type { HandoverId } from '#kernel';
import { ENGAGE } from '#handover-rules';
import { AskEngage } from '../engage-outbound/ask-engage.js';
import { DecideFact } from '../intake/decide-fact.js';
import { DeliveryContext } from '../engage-outbound/delivery-context.js';
import { type Task, TenantDelivery } from '../engage-outbound/tenant-delivery.js';

/** `task.destroyed` can mean an end or a deferral: asks Engage which it was. */
@Injectable()
export class CheckDestroyedTask extends TenantDelivery {
  readonly kind = ENGAGE.check;

  constructor(
    work: DeliveryContext,
    private readonly asking: AskEngage,
    private readonly facts: DecideFact,
  ) {
    super(work);
  }

  protected async send({ tenant, delivery, signal }: Task): Promise<DeliveryOutcome> {
    const { engageThreadId } = await this.work.locked(delivery, async (locked) => locked);
    if (!engageThreadId) return { type: 'superseded', reason: 'The thread is not linked.' };
    const standing = await this.asking.one(tenant, engageThreadId, signal);
    const of = delivery.payload['handoverId'] as HandoverId;
    const effect = async (): Promise<void> =>
      this.work.locked(delivery, async (conversation) => {
        await this.facts.run(tenant, conversation, { type: 'task-destroyed', of, standing });
      });
    return { type: 'delivered', effect };
  }
}
