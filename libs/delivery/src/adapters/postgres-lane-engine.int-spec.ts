import { Circuits } from '../application/circuits.js';
import { DeliverHead } from '../application/deliver-head.js';
import { DeliveryHandlers } from '../application/delivery-handlers.js';
import { DeliveryMetrics } from '../application/delivery-metrics.js';
import { LaneWorker } from '../application/lane-worker.js';
import { PausedServices } from '../application/paused-services.js';
import { ReplayParked } from '../application/replay-parked.js';
import { laneEngineContract } from '../testing/lane-engine.contract.js';
import { LanesInPostgres } from '../testing/lanes-in-postgres.js';
import { NoDeliveryLog } from '../testing/no-delivery-log.js';
import { PostgresDeliveryArchive } from './postgres-delivery-archive.js';
import { PostgresLaneStore } from './postgres-lane-store.js';

/** A store whose connection breaks once, or is lost. */
class FragileLaneStore extends PostgresLaneStore {
  dead = false;
  away = false;
  losesResult = false;
  losesClaim = false;

  override async renew(...renewal: Parameters<PostgresLaneStore['renew']>): Promise<void> {
    this.mustBeThere();
    if (!this.dead) await super.renew(...renewal);
  }

  override async claim(request: Parameters<PostgresLaneStore['claim']>[0]): ReturnType<PostgresLaneStore['claim']> {
    this.mustBeThere();
    const claim = this.dead ? { lanes: [], waiting: [] } : await super.claim(request);
    if (claim.lanes.length === 0 || !this.losesClaim) return claim;
    this.losesClaim = false;
    throw new Error('The connection broke.');
  }

  override async settle(...result: Parameters<PostgresLaneStore['settle']>): ReturnType<PostgresLaneStore['settle']> {
    this.mustBeThere();
    if (!this.losesResult) return super.settle(...result);
    throw new Error('The connection broke.');
  }

  override async postpone(...result: Parameters<PostgresLaneStore['postpone']>): Promise<boolean> {
    this.mustBeThere();
    if (!this.losesResult) return super.postpone(...result);
    this.losesResult = false;
    throw new Error('The connection broke.');
  }

  private mustBeThere(): void {
    if (this.away) throw new Error('The store is away.');
  }
}

laneEngineContract('PostgreSQL', async () => {
  const world = await LanesInPostgres.create();
  const { database } = world.db;
  const archive = new PostgresDeliveryArchive(database, new NoDeliveryLog(), world.wakeUp, world.clock);
  return {
    lanes: world.lanes,
    inTransaction: (tenantId, work) => database.inTenant(tenantId, work),
    conversation: (tenantId) => world.conversation(tenantId),
    async startWorker(...registered) {
      const store = new FragileLaneStore(database, new NoDeliveryLog(), world.clock);
      const handlers = new DeliveryHandlers();
      handlers.register(...registered);
      const metrics = new DeliveryMetrics();
      const circuits = new Circuits(metrics);
      const paused = new PausedServices(circuits, store);
      const worker = new LaneWorker(
        store,
        new DeliverHead(store, handlers, paused, metrics, world.clock),
        paused,
        world.wakeUp,
        metrics,
      );
      worker.onApplicationBootstrap();
      return {
        circuits,
        stop: async () => {
          if (!store.dead) await worker.beforeApplicationShutdown();
        },
        kill: () => {
          store.dead = true;
          // Only its loop is ended; the call that hangs never returns.
          void worker.beforeApplicationShutdown();
        },
        loseNextResult: () => (store.losesResult = true),
        loseNextClaim: () => (store.losesClaim = true),
        storeIs: (state) => (store.away = state === 'away'),
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
    setEnabled: (tenantId, enabled) =>
      database.acrossTenants(async () => {
        await database.query('UPDATE tenants SET enabled = $2 WHERE tenant_id = $1', [tenantId, enabled]);
      }),
    replayParked: (tenantId) => new ReplayParked(archive, database).run(tenantId, {}, { by: 'Ops' }),
    close: () => world.close(),
  };
});
