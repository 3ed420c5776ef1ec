import { Injectable } from '@nestjs/common';
import { Clock } from '#kernel';
import type { Tenant } from '#tenant-config';
import { handOver } from '../domain/categories.js';
import type { Handover } from '../domain/handover.js';
import type { EngageThread } from '../ports/contact-centre.js';
import { HandoverStore } from '../ports/handover-store.js';

export interface StartPlan {
  readonly categoryIds: readonly string[];
  /** When an earlier try may have given the thread to the agents, on our clock; undefined: this is the first. */
  readonly firstTriedAt: Date | undefined;
}

/** Records what a start is about to change in Engage, so that a repeat knows what an earlier try may have done. */
@Injectable()
export class PlanStart {
  constructor(
    private readonly handovers: HandoverStore,
    private readonly clock: Clock,
  ) {}

  /** The caller holds the conversation's lock. */
  async run(tenant: Tenant, handover: Handover, thread: EngageThread): Promise<StartPlan> {
    const { agentCategoryId = '', botCategoryId = '' } = tenant.engage;
    const { categoryIds, added } = handOver(thread.categoryIds, agentCategoryId, botCategoryId, handover.categoryIds);
    const firstTriedAt = handover.engageStartedAt;
    await this.handovers.change(handover, {
      step: 'linked',
      // A repeat finds the categories of the first try on the thread: what that one added stays known as added.
      addedCategoryIds: [...new Set([...handover.addedCategoryIds, ...added])],
      engageStartedAt: firstTriedAt ?? this.clock.now(),
    });
    return { categoryIds, firstTriedAt };
  }
}
