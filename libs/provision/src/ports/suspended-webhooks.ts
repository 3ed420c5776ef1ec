import type { TenantId } from '#kernel';

/** Tenants whose last check found that Engage sends no events. */
export abstract class SuspendedWebhooks {
  /** Takes those whose turn it is: no other process gets them for an hour. */
  abstract take(most: number): Promise<TenantId[]>;
}
