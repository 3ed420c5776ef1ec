import type { TenantId } from '#kernel';

/** When tenants were examined. */
export abstract class Examinations {
  /**
   * Takes up to this number of enabled tenants whose turn it is: those whose settings have changed since, and those that were
   * examined longest ago, at least `everyMs` ago. No one else gets them meanwhile.
   */
  abstract take(most: number, everyMs: number): Promise<TenantId[]>;
  /** A tenant was examined outside of its turn. */
  abstract note(tenantId: TenantId): Promise<void>;
}
