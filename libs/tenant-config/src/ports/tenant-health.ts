import type { TenantId } from '#kernel';
import type { CheckResult } from '../domain/checks/check.js';
import type { CheckChange, HealthSummary, StoredCheck } from '../domain/checks/tenant-health.js';

/** Keeps the last result of every check of every tenant. */
export abstract class TenantHealth {
  /**
   * Stores results; those of a tenant that has been deleted meanwhile are dropped.
   *
   * @param isComplete whether these are the results of all checks: others no longer exist for the tenant
   * @returns those whose status has changed
   */
  abstract record(tenantId: TenantId, results: readonly CheckResult[], isComplete?: boolean): Promise<CheckChange[]>;
  /** All results of a tenant, ordered by the id of the check. */
  abstract of(tenantId: TenantId): Promise<StoredCheck[]>;
  /** When all checks of the tenant ran last. Traffic and partial runs do not count; undefined: never. */
  abstract completedAt(tenantId: TenantId): Promise<Date | undefined>;
  /** Of many tenants, without those that have no results. */
  abstract summaries(tenantIds: readonly TenantId[]): Promise<ReadonlyMap<TenantId, HealthSummary>>;
  /** How many tenants have each problem. */
  abstract problemCounts(): Promise<
    { readonly id: string; readonly status: 'warn' | 'fail'; readonly tenants: number }[]
  >;
}
