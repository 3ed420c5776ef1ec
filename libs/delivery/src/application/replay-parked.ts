import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import type { TenantId } from '#kernel';
import type { LaneKey } from '../domain/delivery.js';
import { DeliveryArchive, type DeliverySelection } from '../ports/delivery-archive.js';
import type { Operator } from '../ports/lane-store.js';

/** Lanes that one transaction replays: their locks are held only briefly. */
const LANES_AT_ONCE = 50;

/** Puts the parked deliveries of a tenant back into its lanes. */
@Injectable()
export class ReplayParked {
  constructor(
    private readonly archive: DeliveryArchive,
    private readonly database: Database,
  ) {}

  /** Replays each lane once and completely: deliveries that are parked again meanwhile stay parked. @returns how many deliveries */
  async run(tenantId: TenantId, selection: DeliverySelection, by: Operator): Promise<number> {
    let replayed = 0;
    let last: LaneKey | undefined;
    for (;;) {
      const lanes = await this.archive.lanesWithParked(tenantId, selection, last, LANES_AT_ONCE);
      if (lanes.length === 0) return replayed;
      replayed += await this.database.inTenant(tenantId, () => this.archive.replayLanes(lanes, selection, by));
      last = lanes.at(-1);
    }
  }
}
