import { Module, type OnModuleInit } from '@nestjs/common';
import { JobRegistry } from '#database';
import { TenantConfigModule } from '#tenant-config';
import { HttpOwnAddress } from './adapters/http-own-address.js';
import { PostgresDatabaseClock } from './adapters/postgres-database-clock.js';
import { PostgresExaminations } from './adapters/postgres-examinations.js';
import { ExamineTenant } from './application/examine-tenant.js';
import { HealthMetrics } from './application/health-metrics.js';
import { ReadHealth } from './application/read-health.js';
import { TenantChecks } from './application/tenant-checks.js';
import { EngageChecks } from './checks/engage/engage-checks.js';
import { ServiceChecks } from './checks/service-checks.js';
import { ChecksController } from './http/checks.controller.js';
import { DatabaseClock } from './ports/database-clock.js';
import { Examinations } from './ports/examinations.js';
import { OwnAddress } from './ports/own-address.js';
import { ExamineDueTenants } from './schedule/examine-due-tenants.js';
import { TrafficModule } from './traffic/traffic.module.js';

/** The doctor: reports whether a tenant's connections work, and how to fix those that do not. */
@Module({
  imports: [TenantConfigModule, TrafficModule],
  controllers: [ChecksController],
  providers: [
    ExamineDueTenants,
    ExamineTenant,
    EngageChecks,
    HealthMetrics,
    ReadHealth,
    ServiceChecks,
    TenantChecks,
    { provide: DatabaseClock, useClass: PostgresDatabaseClock },
    { provide: Examinations, useClass: PostgresExaminations },
    { provide: OwnAddress, useClass: HttpOwnAddress },
  ],
  exports: [ExamineTenant],
})
export class DoctorModule implements OnModuleInit {
  constructor(
    private readonly jobs: JobRegistry,
    private readonly due: ExamineDueTenants,
  ) {}

  onModuleInit(): void {
    this.jobs.register(this.due);
  }
}
