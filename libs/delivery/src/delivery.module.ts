import { type DynamicModule, Global, Module } from '@nestjs/common';
import { Clock, SystemClock } from '#kernel';
import { PostgresLaneStore } from './adapters/postgres-lane-store.js';
import { PostgresLanes } from './adapters/postgres-lanes.js';
import { PostgresWakeUp } from './adapters/postgres-wake-up.js';
import { Circuits } from './application/circuits.js';
import { DeliverHead } from './application/deliver-head.js';
import { DeliveryHandlers } from './application/delivery-handlers.js';
import { DeliveryMetrics } from './application/delivery-metrics.js';
import { LaneWorker } from './application/lane-worker.js';
import { PausedServices } from './application/paused-services.js';
import { LaneStore } from './ports/lane-store.js';
import { Lanes } from './ports/lanes.js';
import { WakeUp } from './ports/wake-up.js';

/**
 * The lanes, and the circuits that all calls go through; with `worker: true` this process also drains the lanes. Needs a
 * `DeliveryLog` from the feature that stores the timeline.
 */
@Global()
@Module({})
export class DeliveryModule {
  static forRoot({ worker }: { worker: boolean }): DynamicModule {
    return {
      module: DeliveryModule,
      providers: [
        DeliveryHandlers,
        { provide: Clock, useClass: SystemClock },
        { provide: Lanes, useClass: PostgresLanes },
        { provide: WakeUp, useClass: PostgresWakeUp },
        DeliveryMetrics,
        Circuits,
        ...(worker
          ? [LaneWorker, DeliverHead, PausedServices, { provide: LaneStore, useClass: PostgresLaneStore }]
          : []),
      ],
      exports: [DeliveryHandlers, Lanes, WakeUp, Circuits],
    };
  }
}
