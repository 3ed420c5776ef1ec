import { Injectable } from '@nestjs/common';
import { StateGauges } from '#telemetry';
import { TenantHealth } from '#tenant-config';

const GAUGE = 'tenant_check_problems';

/** The number of tenants with each problem. */
@Injectable()
export class HealthMetrics {
  constructor(health: TenantHealth, gauges: StateGauges) {
    gauges.register({
      name: 'connection checks',
      gauges: [
        {
          name: GAUGE,
          help: 'Tenants whose last result of a connection check is a warning or a failure',
          labels: ['check', 'status'],
        },
      ],
      read: async () =>
        (await health.problemCounts()).map(({ id: check, status, tenants }) => ({
          gauge: GAUGE,
          labels: { check, status },
          value: tenants,
        })),
    });
  }
}
