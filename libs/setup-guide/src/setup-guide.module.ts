import { Module } from '@nestjs/common';
import { TenantConfigModule } from '#tenant-config';
import { NoChecks } from './adapters/no-checks.js';
import { ReadSetupGuide } from './application/read-setup-guide.js';
import { WriteScript } from './application/write-script.js';
import { SetupPageController } from './http/setup-page.controller.js';
import { SetupController } from './http/setup.controller.js';
import { LastChecks } from './ports/last-checks.js';

/** The setup guide. The application provides `BotSetups` and `WebhookEvents` globally. */
@Module({
  imports: [TenantConfigModule],
  controllers: [SetupController, SetupPageController],
  providers: [ReadSetupGuide, WriteScript, { provide: LastChecks, useClass: NoChecks }],
})
export class SetupGuideModule {}
