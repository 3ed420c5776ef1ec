import { Module } from '@nestjs/common';
import { HandoverModule } from '#handover';
import { TenantConfigModule } from '#tenant-config';
import { BotHttpModule } from '../../bot-http.module.js';
import type { BotPlatformRegistration } from '../../bot-platform-registration.js';
import { ExampleBotSettings } from './example-bot-settings.dto.js';
import { EXAMPLE_CHECKS, ExampleBotChecks } from './example.bot-checks.js';
import { ExampleBotPlatform, missingOf } from './example.bot-platform.js';
import { ExampleController } from './example.controller.js';

@Module({
  imports: [HandoverModule, TenantConfigModule, BotHttpModule],
  controllers: [ExampleController],
  providers: [ExampleBotPlatform, ExampleBotChecks],
  exports: [ExampleBotPlatform, ExampleBotChecks],
})
export class ExampleModule {}

/** The smallest possible platform. */
export const exampleRegistration: BotPlatformRegistration = {
  description: { name: 'example', settingsClass: ExampleBotSettings, secrets: ['token'], missing: missingOf },
  tag: { name: 'Bots: example', description: 'Called by example bots.' },
  setup: { steps: () => [] },
  platform: ExampleBotPlatform,
  checks: { group: EXAMPLE_CHECKS, credentials: 'example-answers', runner: ExampleBotChecks },
  module: ExampleModule,
};
