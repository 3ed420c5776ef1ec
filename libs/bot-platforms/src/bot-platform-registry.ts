import type { BotPlatform, BotPlatforms } from '#handover';
import type { BotSetup, BotSetups, TenantImport, TenantImports } from '#setup-guide';
import type { BotPlatformCatalogue, BotPlatformDescription, Check, Tenant } from '#tenant-config';
import type { BotPlatformChecks } from './bot-platform-checks.js';
import type { BotPlatformRegistration } from './bot-platform-registration.js';

/** The running parts of a platform. */
export interface PlatformParts {
  readonly platform: BotPlatform;
  readonly checks: BotPlatformChecks;
}

/** The bot platforms of this build, by name: their descriptions, connectors, checks, and their steps of the setup guide. */
export class BotPlatformRegistry implements BotPlatforms, BotPlatformCatalogue, BotSetups, TenantImports {
  private readonly parts: ReadonlyMap<string, PlatformParts>;

  constructor(
    private readonly registrations: readonly Pick<
      BotPlatformRegistration,
      'description' | 'checks' | 'setup' | 'import'
    >[],
    parts: readonly PlatformParts[],
  ) {
    this.parts = new Map(parts.map((part) => [part.platform.name, part]));
  }

  of(tenant: Tenant): BotPlatform {
    return this.partsOf(tenant).platform;
  }

  /** The checks of the tenant's bot side. */
  checksOf(tenant: Tenant): Check[] {
    return this.partsOf(tenant).checks.of(tenant);
  }

  /** The check that shows whether the tenant's bot accepts our secrets. */
  credentialsCheckOf({ bot }: Tenant): Pick<Check, 'id' | 'title'> | undefined {
    const found = this.registrations.find(({ description }) => description.name === bot.platform);
    const id = found?.checks.credentials;
    const title = id === undefined ? undefined : found?.checks.group[id]?.title;
    return id !== undefined && title !== undefined ? { id, title } : undefined;
  }

  all(): readonly BotPlatformDescription[] {
    return this.registrations.map(({ description }) => description);
  }

  find(name: string): BotPlatformDescription | undefined {
    return this.registrations.find(({ description }) => description.name === name)?.description;
  }

  setupOf(name: string): BotSetup {
    return this.registrations.find(({ description }) => description.name === name)?.setup ?? unknown(name);
  }

  imports(): readonly TenantImport[] {
    return this.registrations.flatMap((registration) => registration.import ?? []);
  }

  private partsOf({ bot }: Tenant): PlatformParts {
    return this.parts.get(bot.platform) ?? unknown(bot.platform);
  }
}

function unknown(name: string): never {
  throw new Error(`This build has no bot platform "${name}".`);
}
