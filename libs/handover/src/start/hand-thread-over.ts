import { Injectable } from '@nestjs/common';
import type { Delivery, DeliveryOutcome } from '#delivery';
import type { EngageThreadId, HandoverId } from '#kernel';
import type { Tenant } from '#tenant-config';
import { type Conversation, ENGAGE, type EngageThread, type Handover, HandoverOver } from '#handover-rules';
import { ContactCentre } from '../ports/contact-centre.js';
import { HandoverStore } from '../ports/handover-store.js';
import { FindThread } from '../engage-outbound/find-thread.js';
import { requireEngage } from './handover-requirements.js';
import { StartFailures } from './start-failures.js';
import { StartSteps } from './start-steps.js';
import { DeliveryContext } from '../engage-outbound/delivery-context.js';
import { type Task, TenantDelivery } from '../engage-outbound/tenant-delivery.js';

/** Engage imports asynchronously, usually within two seconds. How often to look, in milliseconds: often at first, then less often. */
const importPollMs = (heldMs: number): number => Math.min(10_000, Math.max(300, Math.round(heldMs / 2)));

/**
 * Gives the thread to the agents: finds it, sets the agents' categories, announces the handover. Each change is recorded before
 * it is made, so that a retry after a crash in between still knows what was added.
 */
@Injectable()
export class HandThreadOver extends TenantDelivery {
  readonly kind = ENGAGE.start;

  constructor(
    work: DeliveryContext,
    private readonly handovers: HandoverStore,
    private readonly threads: FindThread,
    private readonly steps: StartSteps,
    private readonly failures: StartFailures,
    private readonly contactCentre: ContactCentre,
  ) {
    super(work);
  }

  protected async send({ tenant, delivery, signal }: Task): Promise<DeliveryOutcome> {
    const conversation = await this.work.locked(delivery, async (locked) => {
      const handover = await this.stillRunning(delivery, locked);
      if (handover) await this.failures.requireHistory(handover);
      return handover && locked;
    });
    if (!conversation) return OVER;
    requireEngage(tenant, conversation);
    const thread = await this.threads.run(tenant, conversation, signal);
    if (!thread)
      return {
        type: 'later',
        delayMs: importPollMs(delivery.heldMs),
        reason: 'Engage has not imported the thread yet.',
        counts: true,
      };
    const categoryIds = await this.plan(tenant, delivery, thread);
    if (!categoryIds) return OVER;
    await this.contactCentre.replaceCategories(tenant, thread.id, categoryIds, signal);
    return { type: 'delivered', effect: () => this.confirm(tenant, delivery, thread.id) };
  }

  /** @throws HandoverOver */
  override requireUseful(delivery: Delivery): Promise<void> {
    return this.work.locked(delivery, async (locked) => {
      if (await this.stillRunning(delivery, locked)) return;
      const handover = await this.handovers.find(locked.tenantId, handoverIdOf(delivery));
      throw new HandoverOver(handover);
    });
  }

  /** A start that fails ends the handover and frees the bot. */
  override async onParked(delivery: Delivery, error: unknown): Promise<void> {
    await this.work.locked(delivery, async (locked) => {
      if (await this.stillRunning(delivery, locked)) await this.failures.end(delivery, error);
    });
  }

  private plan(tenant: Tenant, delivery: Delivery, thread: EngageThread): Promise<readonly string[] | undefined> {
    return this.work.locked(delivery, async (locked) =>
      (await this.stillRunning(delivery, locked)) ? this.steps.plan(tenant, locked, thread) : undefined,
    );
  }

  private confirm(tenant: Tenant, delivery: Delivery, threadId: EngageThreadId): Promise<void> {
    return this.work.locked(delivery, (locked) => this.steps.confirm(tenant, locked, handoverIdOf(delivery), threadId));
  }

  /** The running handover of the conversation, if it is still the one to be started. */
  private async stillRunning(delivery: Delivery, { tenantId, id }: Conversation): Promise<Handover | undefined> {
    const handover = await this.handovers.running(tenantId, id);
    return handover?.id === handoverIdOf(delivery) ? handover : undefined;
  }
}

const OVER: DeliveryOutcome = { type: 'superseded', reason: 'The handover is over.' };

const handoverIdOf = (delivery: Delivery): HandoverId => delivery.payload['handoverId'] as HandoverId;
