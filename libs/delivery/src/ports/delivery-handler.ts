import type { Delivery, DeliveryOutcome } from '../domain/delivery.js';

/** Delivers one kind of item. Implemented by those who know the far side; this lib knows none. */
export abstract class DeliveryHandler {
  abstract readonly kind: string;

  /** What this handler fails to deliver is not missed: it is superseded where anything else would be parked. */
  readonly expendable: boolean = false;

  /**
   * Called for the head of a lane, never twice at the same time for one lane. It may be called again after a crash, so the
   * far side must dedupe or be asked first.
   *
   * @throws AppError whose kind says whether to repeat (`throttled`, `unavailable`, anything unknown) or to park (the rest)
   */
  abstract deliver(delivery: Delivery, signal: AbortSignal): Promise<DeliveryOutcome>;

  /** How long transient failures may hold the lane, in minutes. */
  abstract holdMinutes(delivery: Delivery): Promise<number>;

  /** Asked in the transaction of a retry. @throws AppError (`conflict`) that says why another try cannot have an effect */
  async requireUseful(_delivery: Delivery): Promise<void> {}

  /** Runs in the transaction that parks the delivery, or in which an administrator discards it while it is pending. */
  async onParked(_delivery: Delivery, _error: unknown): Promise<void> {}
}
