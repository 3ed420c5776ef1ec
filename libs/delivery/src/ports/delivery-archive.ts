import type { DeliveryId, TenantId } from '#kernel';
import type { Delivery, DeliveryStatus, LaneKey } from '../domain/delivery.js';

export interface DeliveryQuery {
  /** undefined: all tenants. */
  readonly tenantIds: readonly TenantId[] | undefined;
  readonly status?: DeliveryStatus;
  readonly limit: number;
  /** Only older ones: time and id of the last one seen. */
  readonly before?: readonly [createdAt: string, id: string];
}

export interface ListedDelivery extends Delivery {
  readonly tenantSlug: string;
  readonly status: DeliveryStatus;
  readonly lastError: { readonly code: string; readonly message: string } | null;
  readonly settledAt: Date | null;
}

export interface ListedTenant {
  readonly tenantId: TenantId;
  readonly slug: string;
}

/** Deliveries as operators look at them, across tenants; the caller has been checked before. */
export abstract class DeliveryArchive {
  /** Newest first. */
  abstract list(query: DeliveryQuery): Promise<ListedDelivery[]>;
  abstract find(id: DeliveryId): Promise<ListedDelivery | undefined>;

  /** Tenants that have parked deliveries, among these or, if undefined, among all. */
  abstract tenantsWithParked(tenantIds: readonly TenantId[] | undefined): Promise<ListedTenant[]>;

  /** The next lanes of the tenant that hold parked deliveries, in a fixed order. @param after the last lane seen */
  abstract lanesWithParked(tenantId: TenantId, after: LaneKey | undefined, limit: number): Promise<LaneKey[]>;

  /**
   * Puts all parked deliveries of these lanes, which are one tenant's, back into their places, in front of what still waits
   * there. A lane is replayed as a whole, so that it never goes on with a later delivery in between. Joins the running
   * transaction. @returns how many
   */
  abstract replayLanes(lanes: readonly LaneKey[]): Promise<number>;

  /** Puts one parked delivery back into its place. Joins the running transaction. @returns false if it is not parked */
  abstract replay(tenantId: TenantId, id: DeliveryId): Promise<boolean>;

  /** Gives a parked or waiting delivery up; its lane goes on behind it. @returns false if it is settled otherwise */
  abstract discard(tenantId: TenantId, id: DeliveryId): Promise<boolean>;
}
