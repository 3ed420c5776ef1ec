import { Injectable } from '@nestjs/common';
import { Clock } from '#kernel';
import type { Tenant } from '#tenant-config';
import type { Conversation } from '../domain/conversation.js';
import { type GivenHandover, type Handover, newHandover } from '../domain/handover.js';
import { HandoverStore } from '../ports/handover-store.js';

const MINUTE_MS = 60_000;

/** When a running handover is to be looked at again: the customer's silence, and agents who do not come. */
@Injectable()
export class HandoverTimers {
  constructor(
    private readonly handovers: HandoverStore,
    private readonly clock: Clock,
  ) {}

  /** A handover that starts now, with its timers set. */
  begin(tenant: Tenant, conversation: Conversation, given: GivenHandover): Handover {
    const handover = newHandover(conversation, this.clock.now(), given);
    const inactivityMinutes = handover.options.inactivityMinutes ?? tenant.handover.inactivityMinutes ?? undefined;
    const noPickupMinutes = handover.options.noPickupMinutes ?? tenant.handover.noPickupMinutes ?? undefined;
    return {
      ...handover,
      inactivityMinutes,
      inactivityDueAt: this.in(inactivityMinutes),
      noPickupDueAt: this.in(noPickupMinutes),
    };
  }

  /** The customer said something: the silence is counted from now. The caller holds the conversation's lock. */
  async restart(conversation: Conversation): Promise<void> {
    const handover = await this.handovers.running(conversation.tenantId, conversation.id);
    if (handover?.inactivityMinutes === undefined) return;
    await this.handovers.change(handover, { inactivityCount: 0, inactivityDueAt: this.in(handover.inactivityMinutes) });
  }

  /** From now, in so many minutes. */
  in(minutes: number | undefined): Date | undefined {
    return minutes === undefined ? undefined : new Date(this.clock.millis() + minutes * MINUTE_MS);
  }
}
