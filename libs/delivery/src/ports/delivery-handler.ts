import type { Delivery, DeliveryOutcome } from '../domain/delivery.js';

/** Delivers one kind of item. Implemented by connectors; this lib knows no platform. */
export abstract class DeliveryHandler {
  abstract readonly kind: string;

  /** Failed deliveries of this handler do not matter: they are superseded instead of parked. */
  readonly expendable: boolean = false;

  /**
   * Called for the head of a lane, never twice at the same time for one lane. It may be called again after a crash, so the
   * remote service must detect repeats, or be asked first.
   *
   * @throws AppError whose kind says whether to retry (`throttled`, `unavailable`, anything unknown) or to park (the rest)
   */
  abstract deliver(delivery: Delivery, signal: AbortSignal): Promise<DeliveryOutcome>;

  /** How long transient failures may hold the lane, in minutes. */
  abstract holdMinutes(delivery: Delivery): Promise<number>;

  /** Called in the transaction of a retry. @throws AppError (`conflict`) that says why a retry cannot have an effect */
  async requireUseful(_delivery: Delivery): Promise<void> {}

  /** Runs in the transaction that parks the delivery, or in which an administrator discards it while it is pending. */
  async onParked(_delivery: Delivery, _error: unknown): Promise<void> {}
}
