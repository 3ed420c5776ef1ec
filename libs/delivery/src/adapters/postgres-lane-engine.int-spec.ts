import { type ConversationId, newId, SystemClock, type TenantId } from '#kernel';
import { throwAwayDatabase } from '#testing';
import { Circuits } from '../application/circuits.js';
import { DeliverHead } from '../application/deliver-head.js';
import { DeliveryHandlers } from '../application/delivery-handlers.js';
import { DeliveryMetrics } from '../application/delivery-metrics.js';
import { LaneWorker } from '../application/lane-worker.js';
import { DeliveryLog } from '../ports/lane-store.js';
import { laneEngineContract } from '../testing/lane-engine.contract.js';
import { PostgresLaneStore } from './postgres-lane-store.js';
import { PostgresLanes } from './postgres-lanes.js';
import { PostgresWakeUp } from './postgres-wake-up.js';

class NoLog extends DeliveryLog {
  async record(): Promise<void> {}
}

/** A store that a dead process no longer reaches. */
class MortalLaneStore extends PostgresLaneStore {
  dead = false;
  override async renew(owner: string, leaseMs: number): Promise<void> {
    if (!this.dead) await super.renew(owner, leaseMs);
  }
  override async claim(request: Parameters<PostgresLaneStore['claim']>[0]): ReturnType<PostgresLaneStore['claim']> {
    return this.dead ? [] : super.claim(request);
  }
}

laneEngineContract('PostgreSQL', async () => {
  const { database, dataSource, drop } = await throwAwayDatabase();
  const clock = new SystemClock();
  const wakeUp = new PostgresWakeUp(dataSource);
  const lanes = new PostgresLanes(database, wakeUp, clock);
  const tenants = new Set<TenantId>();
  return {
    lanes,
    inTransaction: (tenantId, work) => database.inTenant(tenantId, work),
    async conversation(tenantId = newId<TenantId>()) {
      const conversationId = newId<ConversationId>();
      await database.acrossTenants(async () => {
        if (!tenants.has(tenantId))
          await database.query(
            `INSERT INTO tenants (tenant_id, slug, name, enabled, is_default, engage, bot, handover, profile_mapping, retention, created_at, updated_at)
             VALUES ($1::uuid, $1::text, 'T', true, false, '{}', '{}', '{}', '{}', '{}', now(), now())`,
            [tenantId],
          );
        tenants.add(tenantId);
        await database.query(
          `INSERT INTO conversations (tenant_id, id, session_id, user_id, address, state, thread_foreign_id, created_at, updated_at)
           VALUES ($1, $2::uuid, $2::text, 'u', '{}', 'bot', gen_random_uuid(), now(), now())`,
          [tenantId, conversationId],
        );
      });
      return { tenantId, conversationId };
    },
    async startWorker(handler) {
      const store = new MortalLaneStore(database, new NoLog(), clock);
      const handlers = new DeliveryHandlers();
      handlers.register(handler);
      const circuits = new Circuits();
      const metrics = new DeliveryMetrics();
      const worker = new LaneWorker(
        store,
        new DeliverHead(store, handlers, circuits, metrics, clock),
        circuits,
        wakeUp,
        metrics,
      );
      worker.onApplicationBootstrap();
      return {
        stop: async () => {
          if (!store.dead) await worker.beforeApplicationShutdown();
        },
        kill: () => {
          store.dead = true;
          // Only its loop is ended; the call it hangs in never returns.
          void worker.beforeApplicationShutdown();
        },
      };
    },
    async statusOf(tenantId, id) {
      const rows = await database.inTenant(tenantId, () =>
        database.query<{ status: string }>('SELECT status FROM deliveries WHERE tenant_id = $1 AND id = $2', [
          tenantId,
          id,
        ]),
      );
      return rows[0]?.status ?? 'missing';
    },
    async close() {
      await wakeUp.onApplicationShutdown();
      await drop();
    },
  };
});
