import type { InputFault, JsonObject } from '#kernel';

/** What a bot platform tells about its settings, so that tenants of it can be validated, sealed and documented. */
export interface BotPlatformDescription {
  /** Value of `bot.platform`. */
  readonly name: string;
  /** class-validator class of the platform's settings without `platform`, shown in Swagger UI. */
  readonly settingsClass: new () => object;
  /** Names of settings that are secrets: sealed, answered as `{ configured, last4 }`. */
  readonly secrets: readonly string[];
  /** Makes a secret that was left out, e.g. `whsec_…`; those it does not know stay unset. */
  generateSecret?(name: string): string | undefined;
  /** `handover` defaults that differ on this platform. */
  readonly handoverDefaults?: JsonObject;
  /** Rules that go beyond single fields, also over the whole tenant document; `pointer` is relative to the tenant. */
  check?(bot: JsonObject, tenant: JsonObject): InputFault[];
  /** Settings, as `bot.<name>`, that are needed before the platform can be called. */
  missing(bot: JsonObject, configuredSecrets: readonly string[]): string[];
}

/** The bot platforms this service was built with. */
export abstract class BotPlatformCatalogue {
  abstract all(): readonly BotPlatformDescription[];
  abstract find(name: string): BotPlatformDescription | undefined;
}
