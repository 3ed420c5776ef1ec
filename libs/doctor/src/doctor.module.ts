import { HttpModule } from '@nestjs/axios';
import { Module } from '@nestjs/common';
import { TenantConfigModule } from '#tenant-config';
import { HttpOwnAddress, OWN_ADDRESS_CONFIG } from './adapters/http-own-address.js';
import { PostgresDatabaseClock } from './adapters/postgres-database-clock.js';
import { ExamineTenant } from './application/examine-tenant.js';
import { EngageChecks } from './checks/engage/engage-checks.js';
import { ServiceChecks } from './checks/service-checks.js';
import { ChecksController } from './http/checks.controller.js';
import { DatabaseClock } from './ports/database-clock.js';
import { OwnAddress } from './ports/own-address.js';

/** The doctor: says whether a tenant's connections work, and what to do where they do not. */
@Module({
  imports: [TenantConfigModule, HttpModule.register(OWN_ADDRESS_CONFIG)],
  controllers: [ChecksController],
  providers: [
    ExamineTenant,
    EngageChecks,
    ServiceChecks,
    { provide: DatabaseClock, useClass: PostgresDatabaseClock },
    { provide: OwnAddress, useClass: HttpOwnAddress },
  ],
  exports: [ExamineTenant],
})
export class DoctorModule {}
