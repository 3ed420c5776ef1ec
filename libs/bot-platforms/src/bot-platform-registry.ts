import type { BotPlatform, BotPlatforms } from '#handover';
import type { BotPlatformCatalogue, BotPlatformDescription, Check, Tenant } from '#tenant-config';
import type { BotPlatformChecks } from './bot-platform-checks.js';

/** What a platform runs. */
export interface PlatformParts {
  readonly platform: BotPlatform;
  readonly checks: BotPlatformChecks;
}

/** The bot platforms of this build, by name: their descriptions, their connectors and their checks. */
export class BotPlatformRegistry implements BotPlatforms, BotPlatformCatalogue {
  private readonly parts: ReadonlyMap<string, PlatformParts>;

  constructor(
    private readonly descriptions: readonly BotPlatformDescription[],
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

  all(): readonly BotPlatformDescription[] {
    return this.descriptions;
  }

  find(name: string): BotPlatformDescription | undefined {
    return this.descriptions.find((description) => description.name === name);
  }

  private partsOf({ bot }: Tenant): PlatformParts {
    const parts = this.parts.get(bot.platform);
    if (!parts) throw new Error(`This build has no bot platform "${bot.platform}".`);
    return parts;
  }
}
