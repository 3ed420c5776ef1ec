import type { TenantId } from '#kernel';

/** Tenants whose last check found that Engage sends no events. */
export abstract class SuspendedWebhooks {
  /** Takes tenants that are due: no other process gets them until their pause is over. */
  abstract take(most: number): Promise<TenantId[]>;
  /** The webhook is active again. If Engage suspends it again, the next attempt is an hour later. */
  abstract repaired(tenantId: TenantId): Promise<void>;
  /** The attempt has failed. @returns the minutes until the next one: twice as many after each failure, at most 60 */
  abstract failed(tenantId: TenantId): Promise<number>;
}
