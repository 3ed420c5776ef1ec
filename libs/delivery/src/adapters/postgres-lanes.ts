import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import { Clock } from '#kernel';
import { currentTrace } from '#traces';
import type { Delivery, LaneKey, NewDelivery } from '../domain/delivery.js';
import { Lanes } from '../ports/lanes.js';
import { WakeUp } from '../ports/wake-up.js';
import { appendedItems, appendToLanes } from './append-statement.js';

const APPEND = `WITH ${appendToLanes({ tenantId: '$1', createdAt: '$2', items: '$3' })} SELECT`;

@Injectable()
export class PostgresLanes extends Lanes {
  constructor(
    private readonly database: Database,
    private readonly wakeUp: WakeUp,
    private readonly clock: Clock,
  ) {
    super();
  }

  async append(lane: LaneKey, destination: string, deliveries: readonly NewDelivery[]): Promise<void> {
    if (deliveries.length === 0) return;
    const { conversationId, direction } = lane;
    const trace = currentTrace();
    const items = deliveries.map((delivery) => ({ ...delivery, conversationId, direction, destination, trace }));
    await this.database.query(APPEND, [lane.tenantId, this.clock.now(), appendedItems(items)]);
    this.database.afterCommit(() => this.wakeUp.ring());
  }

  async reconsider({ tenantId, conversationId, direction }: LaneKey): Promise<void> {
    await this.database.query(
      `UPDATE lanes SET waits_for = NULL, waiting_kind = NULL
       WHERE tenant_id = $1 AND conversation_id = $2 AND direction = $3 AND waits_for IS NOT NULL`,
      [tenantId, conversationId, direction],
    );
    this.database.afterCommit(() => this.wakeUp.ring());
  }

  async isLast({ lane, seq }: Pick<Delivery, 'lane' | 'seq'>): Promise<boolean> {
    const rows = await this.database.statement(
      'SELECT 1 FROM lanes WHERE tenant_id = $1 AND conversation_id = $2 AND direction = $3 AND last_seq > $4',
      [lane.tenantId, lane.conversationId, lane.direction, seq],
    );
    return rows.length === 0;
  }
}
