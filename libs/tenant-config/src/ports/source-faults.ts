import type { TenantId } from '#kernel';
import type { SourceFault } from '../domain/source-fault.js';

/** Remembers, per source, why Engage refuses what is sent there. Joins the running transaction. */
export abstract class SourceFaults {
  /** @returns false when a fault of the source is known already */
  abstract report(tenantId: TenantId, fault: SourceFault): Promise<boolean>;
  /** Engage accepts replies again. */
  abstract clear(tenantId: TenantId, sourceId: string): Promise<void>;
}
