import { Injectable } from '@nestjs/common';
import { Clock } from '#kernel';
import { type Tenant, TenantIncomplete } from '#tenant-config';
import { BotPlatforms } from '../ports/bot-platform.js';
import { requireEngage } from './handover-requirements.js';

export interface Availability {
  readonly available: boolean;
  /** `always`: the tenant takes handovers at any time. */
  readonly reason: 'always' | 'disabled' | 'incomplete';
  readonly checkedAt: Date;
}

/** Says whether a handover could be started now. */
@Injectable()
export class CheckAvailability {
  constructor(
    private readonly platforms: BotPlatforms,
    private readonly clock: Clock,
  ) {}

  async run(tenant: Tenant): Promise<Availability> {
    const reason = this.reason(tenant);
    return { available: reason === 'always', reason, checkedAt: this.clock.now() };
  }

  private reason(tenant: Tenant): Availability['reason'] {
    if (!tenant.handover.enabled) return 'disabled';
    try {
      requireEngage(tenant);
      this.platforms.of(tenant).destination(tenant, {});
      return 'always';
    } catch (error) {
      if (error instanceof TenantIncomplete) return 'incomplete';
      throw error;
    }
  }
}
