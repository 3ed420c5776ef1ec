import type { TenantId } from '#kernel';

/** What keeps the bot from answering on a source of Engage. */
export interface SourceFault {
  readonly sourceId: string;
  /** What to do about it. */
  readonly message: string;
  readonly since: Date;
}

/** Remembers, per source, why replies are refused there. Joins the running transaction. */
export abstract class SourceFaults {
  /** @returns false when a fault of the source is known already */
  abstract report(tenantId: TenantId, fault: SourceFault): Promise<boolean>;
  /** Replies go through again. */
  abstract clear(tenantId: TenantId, sourceId: string): Promise<void>;
}
