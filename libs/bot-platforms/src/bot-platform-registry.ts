import type { BotPlatform, BotPlatforms } from '#handover';
import type { BotPlatformCatalogue, BotPlatformDescription, Tenant } from '#tenant-config';

/** The bot platforms of this build, by name: their descriptions and their connectors. */
export class BotPlatformRegistry implements BotPlatforms, BotPlatformCatalogue {
  private readonly platforms: ReadonlyMap<string, BotPlatform>;

  constructor(
    private readonly descriptions: readonly BotPlatformDescription[],
    platforms: readonly BotPlatform[],
  ) {
    this.platforms = new Map(platforms.map((platform) => [platform.name, platform]));
  }

  of(tenant: Tenant): BotPlatform {
    const platform = this.platforms.get(tenant.bot.platform);
    if (!platform) throw new Error(`This build has no bot platform "${tenant.bot.platform}".`);
    return platform;
  }

  all(): readonly BotPlatformDescription[] {
    return this.descriptions;
  }

  find(name: string): BotPlatformDescription | undefined {
    return this.descriptions.find((description) => description.name === name);
  }
}
