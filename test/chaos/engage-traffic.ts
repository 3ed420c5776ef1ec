import type { WorldTenant } from '../harness/index.js';

/** The answers of Engage domains to the connector's calls, from their own ledgers and without injected faults. */
export class EngageTraffic {
  calls = 0;
  /** Refused without an injected fault, e.g. `409 PUT /1.0/content_threads/…`. */
  readonly refused: string[] = [];
  private readonly seen = new Map<WorldTenant, number>();

  constructor(private readonly tenants: readonly WorldTenant[]) {}

  /** To be called often: ledgers drop old entries. */
  observe(): void {
    for (const tenant of this.tenants) {
      const { ledger } = tenant.engage;
      const fresh = ledger.find({ after: this.seen.get(tenant) ?? 0 });
      this.seen.set(tenant, fresh.at(-1)?.seq ?? this.seen.get(tenant) ?? 0);
      const calls = fresh.filter(({ kind }) => kind === 'rest' || kind === 'send');
      this.calls += calls.length;
      for (const { name, status = 0, fault } of calls)
        if (status >= 400 && fault === undefined) this.refused.push(`${status} ${name}`);
    }
  }

  /** Calls beyond what Engage allows a domain in any 60 seconds. */
  get overBudget(): number {
    return this.refused.filter((one) => one.startsWith('429')).length;
  }

  get errorRatio(): number {
    return this.refused.length / Math.max(1, this.calls);
  }
}
