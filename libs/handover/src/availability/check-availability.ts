import { Injectable } from '@nestjs/common';
import { Clock } from '#kernel';
import { type Tenant, TenantIncomplete } from '#tenant-config';
import { type AgentCounts, availabilityNow, type ClosedReason, type OpenReason } from '#handover-rules';
import { BotPlatforms } from '../ports/bot-platform.js';
import { requireEngage } from '../start/handover-requirements.js';
import { AvailableAgents } from './available-agents.js';

export interface Availability {
  readonly available: boolean;
  readonly reason: OpenReason | ClosedReason | 'disabled' | 'incomplete';
  /** Undefined: not known. */
  readonly agents: AgentCounts | undefined;
  /** When the agents were counted. */
  readonly checkedAt: Date;
}

/** Checks whether a handover could be started now, and counts the agents, in every mode of the tenant. */
@Injectable()
export class CheckAvailability {
  constructor(
    private readonly platforms: BotPlatforms,
    private readonly agents: AvailableAgents,
    private readonly clock: Clock,
  ) {}

  /** @param categoryIds of Engage, which the agents must have in addition to the tenant's agent category */
  async run(tenant: Tenant, categoryIds: readonly string[] = []): Promise<Availability> {
    const obstacle = this.obstacle(tenant);
    if (obstacle) return { available: false, reason: obstacle, agents: undefined, checkedAt: this.clock.now() };
    const { counts: agents, at: checkedAt } = await this.agents.count(tenant, categoryIds);
    return { ...availabilityNow(tenant.handover.availability, this.clock.now(), agents), agents, checkedAt };
  }

  private obstacle(tenant: Tenant): 'disabled' | 'incomplete' | undefined {
    if (!tenant.handover.enabled) return 'disabled';
    try {
      requireEngage(tenant);
      this.platforms.of(tenant).destination(tenant, {});
      return undefined;
    } catch (error) {
      if (error instanceof TenantIncomplete) return 'incomplete';
      throw error;
    }
  }
}
