import type { Delivery, LaneKey, NewDelivery } from '../domain/delivery.js';
import { Lanes } from '../ports/lanes.js';

export interface Appended extends NewDelivery {
  readonly lane: LaneKey;
  readonly destination: string;
  /** Grows with every append. */
  readonly seq: number;
}

/** Lanes that only remember. `settle` takes the oldest item of a lane away, as a worker would. */
export class FakeLanes extends Lanes {
  readonly waiting: Appended[] = [];
  private seq = 0;

  async append(lane: LaneKey, destination: string, deliveries: readonly NewDelivery[]): Promise<void> {
    this.waiting.push(...deliveries.map((delivery) => ({ ...delivery, lane, destination, seq: ++this.seq })));
  }

  async isIdle(lane: LaneKey): Promise<boolean> {
    return this.of(lane).length === 0;
  }

  async isLast({ lane, seq }: Pick<Delivery, 'lane' | 'seq'>): Promise<boolean> {
    return !this.of(lane).some((item) => item.seq > seq);
  }

  of({ tenantId, conversationId, direction }: LaneKey): Appended[] {
    return this.waiting.filter(
      ({ lane }) =>
        lane.tenantId === tenantId && lane.conversationId === conversationId && lane.direction === direction,
    );
  }

  settle(lane: LaneKey): Appended | undefined {
    const head = this.of(lane)[0];
    if (head) this.waiting.splice(this.waiting.indexOf(head), 1);
    return head;
  }
}
