import { type DynamicModule, Global, Module, type Type } from '@nestjs/common';
import { TerminusModule } from '@nestjs/terminus';
import { PinoLogger } from 'nestjs-pino';
import type { Logger } from 'pino';
import { DatabaseHealth } from './health/database.health.js';
import { HealthController } from './health/health.controller.js';
import { HttpInstrumentation } from './http-instrumentation.js';
import { Readiness } from './health/readiness.js';
import { MetricsController } from './metrics/metrics.controller.js';
import { requestLogger } from './logs/request-logger.js';
import { Metrics } from './metrics/metrics.js';
import { StateGauges } from './metrics/state-gauges.js';

/** Controllers that every process serves, in every role. */
export const OPERATIONAL_CONTROLLERS: readonly Type[] = [HealthController, MetricsController];

/** Logs, `Metrics`, request measurements, `/health/live`, `/health/ready` and `/metrics`. Needs `DatabaseModule`. */
@Global()
@Module({})
export class TelemetryModule {
  static forRoot(logger: Logger): DynamicModule {
    return {
      module: TelemetryModule,
      imports: [TerminusModule.forRoot({ logger: false })],
      controllers: [...OPERATIONAL_CONTROLLERS],
      providers: [
        { provide: PinoLogger, useFactory: () => requestLogger(logger) },
        Metrics,
        StateGauges,
        HttpInstrumentation,
        DatabaseHealth,
        Readiness,
      ],
      exports: [Metrics, Readiness, StateGauges],
    };
  }
}
