import type { Delivery, LaneKey, NewDelivery } from '../domain/delivery.js';

/** Where things to deliver are put. */
export abstract class Lanes {
  /**
   * Appends in the running transaction, so that decision and delivery stand or fall together. The caller holds the
   * conversation's row lock, which makes the order of appending the order of delivery.
   *
   * @param destination host that will be called: in-flight calls are limited per destination
   */
  abstract append(lane: LaneKey, destination: string, deliveries: readonly NewDelivery[]): Promise<void>;

  /** The head may no longer need what the lane waits for: it is looked at again. Joins the running transaction. */
  abstract reconsider(lane: LaneKey): Promise<void>;

  /** Whether nothing was appended behind this one. Joins the running transaction if there is one. */
  abstract isLast(delivery: Pick<Delivery, 'lane' | 'seq'>): Promise<boolean>;
}
