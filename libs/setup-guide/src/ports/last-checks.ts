import type { TenantId } from '#kernel';
import type { CheckResult } from '#tenant-config';

/** What the checks of a tenant found last. */
export abstract class LastChecks {
  abstract of(tenantId: TenantId): Promise<{ readonly at: Date | undefined; readonly results: readonly CheckResult[] }>;
}
