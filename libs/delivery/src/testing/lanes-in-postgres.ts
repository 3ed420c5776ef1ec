import { type ConversationId, type DeliveryId, newId, SystemClock, type TenantId } from '#kernel';
import { throwAwayDatabase, type ThrowAwayDatabase } from '#testing';
import { PostgresLanes } from '../adapters/postgres-lanes.js';
import { PostgresWakeUp } from '../adapters/postgres-wake-up.js';
import type { LaneKey } from '../domain/delivery.js';

type Conversation = Pick<LaneKey, 'tenantId' | 'conversationId'>;

/** Lanes in a database of their own, with the tenants and conversations that they hang on. */
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
    const conversationId = newId<ConversationId>();
    await this.db.database.acrossTenants(async () => {
      if (!this.tenants.has(tenantId)) await this.addTenant(tenantId);
      await this.db.database.query(
        `INSERT INTO conversations (tenant_id, id, session_id, user_id, address, state, thread_foreign_id, created_at, updated_at)
         VALUES ($1, $2::uuid, $2::text, 'u', '{}', 'bot', gen_random_uuid(), now(), now())`,
        [tenantId, conversationId],
      );
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

  private async addTenant(tenantId: TenantId): Promise<void> {
    await this.db.database.query(
      `INSERT INTO tenants (tenant_id, slug, name, enabled, is_default, engage, bot, handover, profile_mapping, retention, created_at, updated_at)
       VALUES ($1::uuid, $1::text, 'T', true, false, '{}', '{}', '{}', '{}', '{}', now(), now())`,
      [tenantId],
    );
    this.tenants.add(tenantId);
  }
}
