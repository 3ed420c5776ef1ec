import { type DeliveryId, newId, SystemClock, type TenantId } from '#kernel';
import { insertConversation, insertTenant, throwAwayDatabase, type ThrowAwayDatabase } from '#testing';
import { PostgresLanes } from '../adapters/postgres-lanes.js';
import { PostgresWakeUp } from '../adapters/postgres-wake-up.js';
import type { LaneKey } from '../domain/delivery.js';

type Conversation = Pick<LaneKey, 'tenantId' | 'conversationId'>;

/** Lanes in a separate database, with the tenants and conversations that they belong to. */
export class LanesInPostgres {
  readonly clock = new SystemClock();
  readonly wakeUp: PostgresWakeUp;
  readonly lanes: PostgresLanes;
  private readonly tenants = new Set<TenantId>();

  private constructor(readonly db: ThrowAwayDatabase) {
    this.wakeUp = new PostgresWakeUp(db.database);
    this.lanes = new PostgresLanes(db.database, this.wakeUp, this.clock);
  }

  static async create(): Promise<LanesInPostgres> {
    return new LanesInPostgres(await throwAwayDatabase());
  }

  async conversation(tenantId = newId<TenantId>()): Promise<Conversation> {
    const { database } = this.db;
    const conversationId = await database.acrossTenants(async () => {
      if (!this.tenants.has(tenantId)) await insertTenant(database, { tenant_id: tenantId });
      this.tenants.add(tenantId);
      return insertConversation(database, tenantId);
    });
    return { tenantId, conversationId };
  }

  /** Appends items of the kind `test` to the lane to Engage. @returns their ids */
  async append(conversation: Conversation, texts: readonly string[]): Promise<DeliveryId[]> {
    const items = texts.map((text) => ({ id: newId<DeliveryId>(), kind: 'test', payload: { text } }));
    await this.db.database.inTenant(conversation.tenantId, () =>
      this.lanes.append({ ...conversation, direction: 'engage' }, 'engage.example', items),
    );
    return items.map(({ id }) => id);
  }

  async close(): Promise<void> {
    await this.wakeUp.onApplicationShutdown();
    await this.db.drop();
  }
}
