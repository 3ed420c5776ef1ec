import { Module } from '@nestjs/common';
import { TenantConfigModule } from '#tenant-config';
import { PagesModule } from '#web';
import { KeptChecks } from './adapters/kept-checks.js';
import { ImportTenant } from './application/import-tenant.js';
import { ReadSetupGuide } from './application/read-setup-guide.js';
import { WriteScript } from './application/write-script.js';
import { documentImports } from './http/document-imports.js';
import { ImportController } from './http/import.controller.js';
import { SetupPageController } from './http/setup-page.controller.js';
import { SetupController } from './http/setup.controller.js';
import { LastChecks } from './ports/last-checks.js';
import { TenantImports } from './ports/tenant-imports.js';

/** The setup guide, and the import of tenants. The application provides `BotSetups`, `TenantImports` and `WebhookEvents` globally. */
@Module({
  imports: [TenantConfigModule, PagesModule],
  controllers: [ImportController, SetupController, SetupPageController],
  providers: [ImportTenant, ReadSetupGuide, WriteScript, { provide: LastChecks, useClass: KeptChecks }],
})
export class SetupGuideModule {
  constructor(imports: TenantImports) {
    documentImports(imports);
  }
}
