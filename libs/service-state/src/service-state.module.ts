import { Module } from '@nestjs/common';
import { PostgresServiceState } from './adapters/postgres-service-state.js';
import { ServiceStateMetrics } from './application/service-state-metrics.js';
import { ServiceState } from './ports/service-state.js';

/** The data for alerts: how much waits, for how long, and for what. Shown at `/metrics`. */
@Module({ providers: [ServiceStateMetrics, { provide: ServiceState, useClass: PostgresServiceState }] })
export class ServiceStateModule {}
