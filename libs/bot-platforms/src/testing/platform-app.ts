import { Module, type Provider, type Type } from '@nestjs/common';
import { MODULE_METADATA } from '@nestjs/common/constants.js';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Circuits } from '#delivery';
import type { BotPlatform } from '#handover';
import { Clock } from '#kernel';
import { BotKeyGuard, type Tenant, TenantDirectory } from '#tenant-config';
import { createHttpApp, OutboundClient } from '#web';
import { DeliveryMetrics } from '../../../delivery/src/application/delivery-metrics.js';
import { FakeTenantDirectory } from '../../../tenant-config/src/testing/fake-tenant-directory.js';
import { FakeClock } from '../../../testing/src/fake-clock.js';
import { BotHttpClient } from '../adapters/bot-http-client.js';
import type { BotPlatformRegistration } from '../bot-platform-registration.js';
import { hideWebhookKeys } from '../bot-platforms.module.js';
import { FakeHandover } from './fake-handover.js';

/** A platform's routes and its connector, with the handover and the tenants in memory. */
export interface PlatformApp {
  readonly url: string;
  readonly handover: FakeHandover;
  readonly directory: FakeTenantDirectory;
  readonly platform: BotPlatform;
  readonly clock: FakeClock;
  readonly app: NestFastifyApplication;
}

/** Starts the platform on a free port. Each tenant's bot key is `key-of-<slug>`. */
export async function startPlatform(
  { description, module, platform }: BotPlatformRegistration,
  ...tenants: Tenant[]
): Promise<PlatformApp> {
  hideWebhookKeys([{ description }]);
  const handover = new FakeHandover();
  const clock = new FakeClock(new Date());
  const directory = new FakeTenantDirectory();
  for (const tenant of tenants) directory.put(tenant, `key-of-${tenant.slug}`);

  @Module({
    controllers: partsOf<Type>(module, MODULE_METADATA.CONTROLLERS),
    providers: [
      ...partsOf<Provider>(module, MODULE_METADATA.PROVIDERS),
      ...handover.providers(),
      BotHttpClient,
      { provide: OutboundClient, useFactory: () => new OutboundClient() },
      Circuits,
      DeliveryMetrics,
      BotKeyGuard,
      { provide: TenantDirectory, useValue: directory },
      { provide: Clock, useValue: clock },
    ],
  })
  class PlatformModule {}

  const app = await createHttpApp(PlatformModule, { logger: false });
  await app.listen(0, '127.0.0.1');
  return { url: await app.getUrl(), handover, directory, platform: app.get(platform), clock, app };
}

/** Controllers or providers of a module. */
export function partsOf<Part>(module: Type, kind: string): Part[] {
  return (Reflect.getMetadata(kind, module) as Part[] | undefined) ?? [];
}
