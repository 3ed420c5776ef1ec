import type { DeliveryId, TenantId } from '#kernel';
import type { Delivery, DeliveryStatus } from '../domain/delivery.js';

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

/** Deliveries as operators look at them, across tenants; whoever asks has been checked before. */
export abstract class DeliveryArchive {
  /** Newest first. */
  abstract list(query: DeliveryQuery): Promise<ListedDelivery[]>;
  abstract find(id: DeliveryId): Promise<ListedDelivery | undefined>;

  /**
   * Puts parked deliveries back where they stood, in front of what still waits in their lanes. Joins the running transaction.
   * @returns those that were parked until now
   */
  abstract replay(tenantId: TenantId, ids: readonly DeliveryId[]): Promise<DeliveryId[]>;

  /** Gives a parked or waiting delivery up; its lane goes on behind it. @returns false if it is settled otherwise */
  abstract discard(tenantId: TenantId, id: DeliveryId): Promise<boolean>;
}
