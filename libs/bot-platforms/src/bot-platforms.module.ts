import { type DynamicModule, Module } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { BotPlatforms } from '#handover';
import { hideKeysAfter } from '#kernel';
import { BotSetups, TenantImports } from '#setup-guide';
import { BotPlatformCatalogue } from '#tenant-config';
import type { BotPlatformRegistration } from './bot-platform-registration.js';
import { BotPlatformRegistry } from './bot-platform-registry.js';

@Module({})
class BotPlatformsModule {}

/**
 * Connects the platforms: their routes, and for all other modules `BotPlatforms`, `BotPlatformCatalogue`, `BotSetups`, `TenantImports` and
 * the registry.
 */
export function registerBotPlatforms(registrations: readonly BotPlatformRegistration[]): DynamicModule {
  hideWebhookKeys(registrations);
  return {
    module: BotPlatformsModule,
    global: true,
    imports: registrations.map(({ module }) => module),
    providers: [
      {
        provide: BotPlatformRegistry,
        inject: [ModuleRef, ...registrations.flatMap(({ platform, checks }) => [platform, checks.runner])],
        useFactory: (modules: ModuleRef) => registryOf(registrations, modules),
      },
      { provide: BotPlatforms, useExisting: BotPlatformRegistry },
      { provide: BotPlatformCatalogue, useExisting: BotPlatformRegistry },
      { provide: BotSetups, useExisting: BotPlatformRegistry },
      { provide: TenantImports, useExisting: BotPlatformRegistry },
    ],
    exports: [BotPlatformRegistry, BotPlatforms, BotPlatformCatalogue, BotSetups, TenantImports],
  };
}

/** The providers that the registrations name exist already, because the registry injects them, too. */
function registryOf(registrations: readonly BotPlatformRegistration[], modules: ModuleRef): BotPlatformRegistry {
  const parts = registrations.map(({ platform, checks }) => ({
    platform: modules.get(platform, { strict: false }),
    checks: modules.get(checks.runner, { strict: false }),
  }));
  return new BotPlatformRegistry(registrations, parts);
}

/** Keys in the addresses of the platforms are hidden in logs and errors from now on. */
export function hideWebhookKeys(registrations: readonly Pick<BotPlatformRegistration, 'description'>[]): void {
  const addresses = registrations.flatMap(({ description }) => description.webhookAddresses ?? []);
  for (const { path } of addresses) hideKeysAfter(path);
}
