import type { TenantId } from '#kernel';
import { type CallPriority, RateGovernor, type RateUsage } from '../ports/rate-governor.js';

/** Admits everything, or throws a given error, and remembers who asked. */
export class FakeRateGovernor extends RateGovernor {
  readonly admitted: { domain: string; tenantId: TenantId; priority: CallPriority }[] = [];
  readonly blocks: { domain: string; milliseconds: number }[] = [];
  refusal: Error | undefined;

  async admit(domain: string, tenantId: TenantId, priority: CallPriority): Promise<void> {
    if (this.refusal) throw this.refusal;
    this.admitted.push({ domain, tenantId, priority });
  }

  async usage(): Promise<RateUsage> {
    return { calls: this.admitted.length, allowed: 500, blocked: this.blocks.length > 0 };
  }

  async block(domain: string, milliseconds: number): Promise<void> {
    this.blocks.push({ domain, milliseconds });
  }
}
