import type { TenantId } from '#kernel';

/** When tenants were examined. */
export abstract class Examinations {
  /**
   * Takes up to this number of enabled tenants whose turn it is, those that were examined longest ago first: at least `everyMs` ago, or
   * `settleMs` after a change of settings was noticed. No one else gets them meanwhile.
   */
  abstract take(most: number, everyMs: number, settleMs: number): Promise<TenantId[]>;
  /** A tenant was examined outside of its turn. */
  abstract note(tenantId: TenantId): Promise<void>;
}
