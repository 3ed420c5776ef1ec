import type { TenantId } from '#kernel';
import type { CheckResult } from '#tenant-config';

export interface KeptResults {
  /** When all checks ran last; undefined: not all have run yet, but traffic may have shown some results. */
  readonly completedAt: Date | undefined;
  readonly results: readonly CheckResult[];
}

/** The last results of a tenant's checks. */
export abstract class LastChecks {
  abstract of(tenantId: TenantId): Promise<KeptResults>;
}
