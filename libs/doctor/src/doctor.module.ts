import { Module } from '@nestjs/common';
import { TenantConfigModule } from '#tenant-config';
import { PostgresDatabaseClock } from './adapters/postgres-database-clock.js';
import { ExamineTenant } from './application/examine-tenant.js';
import { ServiceChecks } from './checks/service-checks.js';
import { ChecksController } from './http/checks.controller.js';
import { DatabaseClock } from './ports/database-clock.js';

/** The doctor: says whether a tenant's connections work, and what to do where they do not. */
@Module({
  imports: [TenantConfigModule],
  controllers: [ChecksController],
  providers: [ExamineTenant, ServiceChecks, { provide: DatabaseClock, useClass: PostgresDatabaseClock }],
  exports: [ExamineTenant],
})
export class DoctorModule {}
