import type { TenantId } from '#kernel';
import { CallBudget, type CallWeight } from '../ports/call-budget.js';

/** Admits every call, or throws the error that was set for its weight, and records the calls. */
export class FakeCallBudget extends CallBudget {
  readonly admitted: { host: string; tenantId: TenantId; weight: CallWeight; callsAllowed: number }[] = [];
  readonly refusals: Partial<Record<CallWeight, Error>> = {};

  async admit(host: string, tenantId: TenantId, weight: CallWeight, callsAllowed: number): Promise<void> {
    const refusal = this.refusals[weight];
    if (refusal) throw refusal;
    this.admitted.push({ host, tenantId, weight, callsAllowed });
  }
}
