import { DeliveryLog } from '../ports/lane-store.js';

/** A timeline that stores nothing. */
export class NoDeliveryLog extends DeliveryLog {
  async record(): Promise<void> {}
}
