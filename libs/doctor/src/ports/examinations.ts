import type { TenantId } from '#kernel';

/** When tenants were examined. */
export abstract class Examinations {
  /**
   * Takes up to this number of enabled tenants that are due, those examined longest ago first: at least `everyMs` ago,
   * or `settleMs` after a change of settings was noticed. No other caller gets them at the same time.
   */
  abstract take(most: number, everyMs: number, settleMs: number): Promise<TenantId[]>;
  /** A tenant was examined outside of its turn. */
  abstract note(tenantId: TenantId): Promise<void>;
}
