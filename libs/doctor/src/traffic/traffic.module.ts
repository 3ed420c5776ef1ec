import { Module } from '@nestjs/common';
import { TenantConfigModule, Traffic } from '#tenant-config';
import { PostgresTrafficMarks } from '../adapters/postgres-traffic-marks.js';
import { KeepHealth } from '../application/keep-health.js';
import { TrafficMarks } from '../ports/traffic-marks.js';
import { JudgeTraffic } from './judge-traffic.js';
import { TrafficRecorder } from './traffic-recorder.js';

/**
 * Observes ordinary traffic. The application imports it globally, so that every sender and receiver of calls can report
 * results.
 */
@Module({
  imports: [TenantConfigModule],
  providers: [
    JudgeTraffic,
    KeepHealth,
    { provide: Traffic, useClass: TrafficRecorder },
    { provide: TrafficMarks, useClass: PostgresTrafficMarks },
  ],
  exports: [Traffic, TrafficMarks, KeepHealth],
})
export class TrafficModule {}
