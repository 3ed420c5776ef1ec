import { Module } from '@nestjs/common';
import { TenantConfigModule } from '#tenant-config';
import { PostgresProvisionRuns } from './adapters/postgres-provision-runs.js';
import { PostgresProvisionedThings } from './adapters/postgres-provisioned-things.js';
import { LiveRuns } from './application/live-runs.js';
import { Pauses } from './application/pauses.js';
import { ProvisionTenant } from './application/provision-tenant.js';
import { ReadRun } from './application/read-run.js';
import { StartRun } from './application/start-run.js';
import { ProvisionController } from './http/provision.controller.js';
import { ProvisionRuns } from './ports/provision-runs.js';
import { ProvisionedThings } from './ports/provisioned-things.js';

/** Sets up tenants' Engage domains. The application provides `EngageAdministration`, `ContactCentre` and `RunningWork` globally. */
@Module({
  imports: [TenantConfigModule],
  controllers: [ProvisionController],
  providers: [
    LiveRuns,
    Pauses,
    ProvisionTenant,
    ReadRun,
    StartRun,
    { provide: ProvisionRuns, useClass: PostgresProvisionRuns },
    { provide: ProvisionedThings, useClass: PostgresProvisionedThings },
  ],
})
export class ProvisionModule {}
