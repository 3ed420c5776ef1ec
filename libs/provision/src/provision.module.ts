import { Module, type OnModuleInit } from '@nestjs/common';
import { JobRegistry, Pauses } from '#database';
import { TenantConfigModule } from '#tenant-config';
import { PostgresProvisionRuns } from './adapters/postgres-provision-runs.js';
import { PostgresProvisionedThings } from './adapters/postgres-provisioned-things.js';
import { PostgresSuspendedWebhooks } from './adapters/postgres-suspended-webhooks.js';
import { LiveRuns } from './application/live-runs.js';
import { ProvisionTenant } from './application/provision-tenant.js';
import { ReadRun } from './application/read-run.js';
import { ReenableWebhook } from './application/reenable-webhook.js';
import { ReenableWebhooks } from './application/reenable-webhooks.js';
import { StartRun } from './application/start-run.js';
import { WebhookRepairs } from './application/webhook-repairs.js';
import { ProvisionController } from './http/provision.controller.js';
import { ProvisionRuns } from './ports/provision-runs.js';
import { ProvisionedThings } from './ports/provisioned-things.js';
import { SuspendedWebhooks } from './ports/suspended-webhooks.js';

/** Sets up tenants' Engage domains. The application provides `EngageAdministration`, `ContactCentre`, `RunningWork` and `ExpectLostContents` globally. */
@Module({
  imports: [TenantConfigModule],
  controllers: [ProvisionController],
  providers: [
    LiveRuns,
    Pauses,
    ProvisionTenant,
    ReadRun,
    ReenableWebhook,
    ReenableWebhooks,
    StartRun,
    WebhookRepairs,
    { provide: SuspendedWebhooks, useClass: PostgresSuspendedWebhooks },
    { provide: ProvisionRuns, useClass: PostgresProvisionRuns },
    { provide: ProvisionedThings, useClass: PostgresProvisionedThings },
  ],
})
export class ProvisionModule implements OnModuleInit {
  constructor(
    private readonly jobs: JobRegistry,
    private readonly reenable: ReenableWebhooks,
  ) {}

  onModuleInit(): void {
    this.jobs.register(this.reenable);
  }
}
