import type { ConversationId, DeliveryId, TenantId } from '#kernel';
import type { Delivery, DeliveryStatus, LaneKey } from '../domain/delivery.js';
import type { Operator } from './lane-store.js';

/** Selects deliveries; a member that is left out is not compared. */
export interface DeliverySelection {
  readonly conversationId?: ConversationId;
  /** As handlers name it, e.g. `engage.message`. */
  readonly kind?: string;
  /** Of the last error, e.g. `bot.rejected`. */
  readonly code?: string;
}

export interface DeliveryQuery extends DeliverySelection {
  /** undefined: all tenants. */
  readonly tenantIds: readonly TenantId[] | undefined;
  readonly status?: DeliveryStatus;
  /** Only those that were accepted at least this long ago, on the database's clock. */
  readonly minutesOld?: number;
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

/** Deliveries as operators see them, across tenants; the caller's rights have been checked before. */
export abstract class DeliveryArchive {
  /** Newest first. */
  abstract list(query: DeliveryQuery): Promise<ListedDelivery[]>;
  abstract find(id: DeliveryId): Promise<ListedDelivery | undefined>;

  /** Tenants that have such parked deliveries, among these or, if undefined, among all. */
  abstract tenantsWithParked(
    tenantIds: readonly TenantId[] | undefined,
    selection: DeliverySelection,
  ): Promise<ListedTenant[]>;

  /** The next lanes of the tenant that hold such parked deliveries, in a fixed order. @param after the last lane seen */
  abstract lanesWithParked(
    tenantId: TenantId,
    selection: DeliverySelection,
    after: LaneKey | undefined,
    limit: number,
  ): Promise<LaneKey[]>;

  /**
   * Puts all such parked deliveries of these lanes of one tenant back into their places, before the pending ones. Those of a
   * lane are put back together, so that the lane never continues with a later one first. Joins the running transaction.
   * @returns how many
   */
  abstract replayLanes(lanes: readonly LaneKey[], selection: DeliverySelection, by: Operator): Promise<number>;

  /** Puts one parked delivery back into its place. Joins the running transaction. @returns false if it is not parked */
  abstract replay(tenantId: TenantId, id: DeliveryId, by: Operator): Promise<boolean>;

  /** Discards a parked or pending delivery; its lane continues with the next one. @returns false if it has another status */
  abstract discard(tenantId: TenantId, id: DeliveryId, by: Operator): Promise<boolean>;
}
