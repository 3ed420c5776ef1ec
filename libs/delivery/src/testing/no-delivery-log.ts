import { DeliveryLog } from '../ports/lane-store.js';

/** A timeline that keeps nothing. */
export class NoDeliveryLog extends DeliveryLog {
  async record(): Promise<void> {}
}
