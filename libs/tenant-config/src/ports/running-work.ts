import type { TenantId } from '#kernel';

/** What still has to be done for a tenant. */
export interface OpenWork {
  readonly handovers: number;
  readonly deliveries: number;
}

/** Which conversations count as unfinished. */
export interface UnfinishedQuery {
  /** The side whose settings are to change. */
  readonly side: 'engage' | 'bot';
  /** Only conversations on these sources that Engage serves itself. */
  readonly nativeSourceIds?: readonly string[];
}

/** The work that depends on a tenant's settings. The feature that does the work implements it. Calls join the running transaction. */
export abstract class RunningWork {
  abstract openWork(tenantId: TenantId): Promise<OpenWork>;
  /** Number of conversations whose handover runs, or whose start or end this side does not know yet. */
  abstract unfinished(tenantId: TenantId, query: UnfinishedQuery): Promise<number>;
  /**
   * The tenant moves to another source, or to another Engage domain with all its sources. Data of the former one (threads,
   * what was sent there, refused permissions) is not used again.
   */
  abstract leaveEngage(tenantId: TenantId, what: 'source' | 'domain'): Promise<void>;
}
