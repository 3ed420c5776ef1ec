import type { Delivery, LaneKey, NewDelivery } from '../domain/delivery.js';

/** Appends deliveries to lanes. */
export abstract class Lanes {
  /**
   * Appends in the running transaction, so that decision and delivery are stored together or not at all. The caller
   * holds the conversation's row lock, which makes the order of appending the order of delivery.
   *
   * @param destination host that will be called: in-flight calls are limited per destination
   */
  abstract append(lane: LaneKey, destination: string, deliveries: readonly NewDelivery[]): Promise<void>;

  /** The head may no longer need what the lane waits for: it is checked again. Joins the running transaction. */
  abstract reconsider(lane: LaneKey): Promise<void>;

  /** Whether nothing was appended after this one. Joins the running transaction if there is one. */
  abstract isLast(delivery: Pick<Delivery, 'lane' | 'seq'>): Promise<boolean>;
}
