import { Injectable } from '@nestjs/common';
import { type Delivery, DeliveryHandler, type DeliveryOutcome } from '#delivery';
import type { HandoverId } from '#kernel';
import type { Tenant } from '#tenant-config';
import type { Conversation } from '../domain/conversation.js';
import type { Handover } from '../domain/handover.js';
import { ContactCentre, type EngageThread } from '../ports/contact-centre.js';
import { HandoverStore } from '../ports/handover-store.js';
import { AnnounceHandover } from './announce-handover.js';
import { ENGAGE } from './engage-outbox.js';
import { requireEngage } from './handover-requirements.js';
import { PlanStart, type StartPlan } from './plan-start.js';
import { StartFailures } from './start-failures.js';
import { TenantWork } from './tenant-work.js';

/** Engage imports asynchronously, usually within two seconds. How often to look, in milliseconds: soon first, then more rarely. */
const importPollMs = (heldMs: number): number => Math.min(10_000, Math.max(300, heldMs / 2));

/**
 * Brings the thread to the agents: finds it, gives it the agents' categories, announces the handover. What is to be changed
 * is recorded before the change, so that a crash in between is repeated without losing track of what was added.
 */
@Injectable()
export class DeliverEngageStart extends DeliveryHandler {
  readonly kind = ENGAGE.start;

  constructor(
    private readonly work: TenantWork,
    private readonly handovers: HandoverStore,
    private readonly planning: PlanStart,
    private readonly announce: AnnounceHandover,
    private readonly failures: StartFailures,
    private readonly contactCentre: ContactCentre,
  ) {
    super();
  }

  deliver(delivery: Delivery, signal: AbortSignal): Promise<DeliveryOutcome> {
    return this.work.with(delivery, async (tenant) => {
      const current = await this.work.locked(delivery, async (locked) => {
        const found = await this.stillRunning(delivery, locked);
        if (found) await this.failures.requireHistory(found.handover);
        return found;
      });
      if (!current) return OVER;
      requireEngage(tenant, current.conversation);
      const { engageThreadId, threadForeignId } = current.conversation;
      const thread = engageThreadId
        ? await this.contactCentre.readThread(tenant, engageThreadId, signal)
        : await this.contactCentre.findThread(tenant, threadForeignId, signal);
      if (!thread)
        return {
          type: 'later',
          delayMs: importPollMs(delivery.heldMs),
          reason: 'Engage has not imported the thread yet.',
          counts: true,
        };
      const plan = await this.plan(tenant, delivery, thread);
      if (!plan) return OVER;
      const answeredAt = await this.contactCentre.replaceCategories(tenant, thread.id, plan.categoryIds, signal);
      const started = { threadId: thread.id, handoverId: handoverIdOf(delivery), answeredAt, ...plan };
      return {
        type: 'delivered',
        effect: () => this.work.locked(delivery, (locked) => this.announce.run(tenant, locked, started)),
      };
    });
  }

  holdMinutes(delivery: Delivery): Promise<number> {
    return this.work.holdMinutes(delivery);
  }

  /** A start that cannot be made ends the handover and frees the bot. */
  override async onParked(delivery: Delivery, error: unknown): Promise<void> {
    await this.work.locked(delivery, async (conversation) => {
      if (await this.stillRunning(delivery, conversation)) await this.failures.end(delivery, error);
    });
  }

  private plan(tenant: Tenant, delivery: Delivery, thread: EngageThread): Promise<StartPlan | undefined> {
    return this.work.locked(delivery, async (locked) => {
      const current = await this.stillRunning(delivery, locked);
      return current && this.planning.run(tenant, current.handover, thread);
    });
  }

  /** The conversation and its running handover, if that is still the one to be started. */
  private async stillRunning(
    delivery: Delivery,
    conversation: Conversation,
  ): Promise<{ conversation: Conversation; handover: Handover } | undefined> {
    const handover = await this.handovers.running(conversation.tenantId, conversation.id);
    return handover?.id === handoverIdOf(delivery) ? { conversation, handover } : undefined;
  }
}

const OVER: DeliveryOutcome = { type: 'superseded', reason: 'The handover is over.' };

const handoverIdOf = (delivery: Delivery): HandoverId => delivery.payload['handoverId'] as HandoverId;
