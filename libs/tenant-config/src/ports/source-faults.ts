import type { TenantId } from '#kernel';

/** What Engage refuses on a source: the bot's answers, or everything that is sent there. */
export interface SourceFault {
  readonly sourceId: string;
  /** What to do about it. */
  readonly message: string;
  readonly since: Date;
}

/** Remembers, per source, why Engage refuses what is sent there. Joins the running transaction. */
export abstract class SourceFaults {
  /** @returns false when a fault of the source is known already */
  abstract report(tenantId: TenantId, fault: SourceFault): Promise<boolean>;
  /** Replies go through again. */
  abstract clear(tenantId: TenantId, sourceId: string): Promise<void>;
}
