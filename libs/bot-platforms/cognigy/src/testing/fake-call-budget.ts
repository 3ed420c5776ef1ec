import type { TenantId } from '#kernel';
import { CallBudget, type CallWeight } from '../ports/call-budget.js';

/** Admits everything, or throws what it was given for a weight, and remembers who asked. */
export class FakeCallBudget extends CallBudget {
  readonly admitted: { host: string; tenantId: TenantId; weight: CallWeight; callsAllowed: number }[] = [];
  readonly refusals: Partial<Record<CallWeight, Error>> = {};

  async admit(host: string, tenantId: TenantId, weight: CallWeight, callsAllowed: number): Promise<void> {
    const refusal = this.refusals[weight];
    if (refusal) throw refusal;
    this.admitted.push({ host, tenantId, weight, callsAllowed });
  }
}
