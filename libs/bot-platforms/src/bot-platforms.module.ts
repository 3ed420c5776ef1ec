import { Module, type DynamicModule } from '@nestjs/common';
import { BotPlatforms, type BotPlatform } from '#handover';
import { BotPlatformCatalogue } from '#tenant-config';
import type { BotPlatformRegistration } from './bot-platform-registration.js';
import { BotPlatformRegistry } from './bot-platform-registry.js';

@Module({})
class BotPlatformsModule {}

/** Puts the platforms to work: their routes, and for all other modules `BotPlatforms` and `BotPlatformCatalogue`. */
export function registerBotPlatforms(registrations: readonly BotPlatformRegistration[]): DynamicModule {
  const descriptions = registrations.map(({ description }) => description);
  return {
    module: BotPlatformsModule,
    global: true,
    imports: registrations.map(({ module }) => module),
    providers: [
      {
        provide: BotPlatformRegistry,
        inject: registrations.map(({ platform }) => platform),
        useFactory: (...platforms: BotPlatform[]) => new BotPlatformRegistry(descriptions, platforms),
      },
      { provide: BotPlatforms, useExisting: BotPlatformRegistry },
      { provide: BotPlatformCatalogue, useExisting: BotPlatformRegistry },
    ],
    exports: [BotPlatforms, BotPlatformCatalogue],
  };
}
