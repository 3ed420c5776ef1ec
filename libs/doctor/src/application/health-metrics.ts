import { Injectable, Logger } from '@nestjs/common';
import { Gauge } from 'prom-client';
import { Metrics } from '#telemetry';
import { TenantHealth } from '#tenant-config';

/** How many tenants have which problem. Asked of the database when metrics are read, so that every replica says the same. */
@Injectable()
export class HealthMetrics {
  private readonly logger = new Logger(HealthMetrics.name);

  constructor(
    private readonly health: TenantHealth,
    metrics: Metrics,
  ) {
    const collect = (): Promise<void> => this.collect(gauge);
    const gauge = new Gauge({
      name: 'tenant_check_problems',
      help: 'Tenants whose last result of a connection check is a warning or a failure',
      labelNames: ['check', 'status'],
      registers: [metrics.registry],
      collect,
    });
  }

  private async collect(gauge: Gauge<'check' | 'status'>): Promise<void> {
    try {
      const counts = await this.health.problemCounts();
      gauge.reset();
      for (const { id, status, tenants } of counts) gauge.set({ check: id, status }, tenants);
    } catch (error) {
      gauge.reset(); // better none than old ones: that the database is away has metrics of its own
      this.logger.debug({ err: error }, 'Problems of tenants could not be counted.');
    }
  }
}
