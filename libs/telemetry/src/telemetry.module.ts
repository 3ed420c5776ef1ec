import { type DynamicModule, Global, Module } from '@nestjs/common';
import { TerminusModule } from '@nestjs/terminus';
import { LoggerModule } from 'nestjs-pino';
import type { Logger } from 'pino';
import { DatabaseHealth } from './health/database.health.js';
import { HealthController } from './health/health.controller.js';
import { HttpInstrumentation } from './http-instrumentation.js';
import { MetricsController } from './metrics/metrics.controller.js';
import { Metrics } from './metrics/metrics.js';

/** Logs, `Metrics`, request measurements, `/health/live`, `/health/ready` and `/metrics`. Needs `DatabaseModule`. */
@Global()
@Module({})
export class TelemetryModule {
  static forRoot(logger: Logger): DynamicModule {
    return {
      module: TelemetryModule,
      imports: [
        LoggerModule.forRoot({ pinoHttp: { logger }, forRoutes: [] }),
        TerminusModule.forRoot({ logger: false }),
      ],
      controllers: [HealthController, MetricsController],
      providers: [Metrics, HttpInstrumentation, DatabaseHealth],
      exports: [Metrics, LoggerModule],
    };
  }
}
