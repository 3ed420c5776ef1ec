import type { InputFault, JsonObject } from '#kernel';
import type { ProfileMapping } from '#profile-mapping';
import type { EngageSettings } from '../domain/tenant.js';

/**
 * A secret of this name is the last part of the URL that the bot platform calls: its caller is the tenant's platform.
 * `TenantDirectory.byWebhookKey` finds the tenant by it.
 */
export const WEBHOOK_KEY = 'webhookKey';

/** What a bot platform tells about its settings, so that tenants of it can be validated, sealed and documented. */
export interface BotPlatformDescription {
  /** Value of `bot.platform`. */
  readonly name: string;
  /** class-validator class of the platform's settings without `platform`, shown in Swagger UI. */
  readonly settingsClass: new () => object;
  /** Names of settings that are secrets: sealed, answered as `{ configured, last4 }`. `a.b` names a member of an object. */
  readonly secrets: readonly string[];
  /** Makes a secret that was left out, e.g. `whsec_…`; those it does not know stay unset. */
  generateSecret?(name: string): string | undefined;
  /** Makes a secret that a tenant may do without, once it is rotated: e.g. a password for calls that not every tenant has. */
  generateOptionalSecret?(name: string): string | undefined;
  /** `handover` defaults that differ on this platform. */
  readonly handoverDefaults?: JsonObject;
  /** `profileMapping` defaults of this platform's contact profiles; what a tenant sets itself replaces them. */
  readonly profileDefaults?: Partial<ProfileMapping>;
  /** Rules that go beyond single fields, also over the whole tenant document; `pointer` is relative to the tenant. */
  check?(bot: JsonObject, tenant: JsonObject): InputFault[];
  /**
   * Settings, as `bot.<name>`, that are needed before the platform can be called.
   *
   * @param engage the sources of the tenant's customers; left out: a Channel SDK source
   */
  missing(
    bot: JsonObject,
    configuredSecrets: readonly string[],
    engage?: Pick<EngageSettings, 'sourceId' | 'nativeSourceIds'>,
  ): string[];
  /**
   * Addresses of the platform, shown next to `engageUrl` and `botBaseUrl`, e.g. `{ chatlayerUrl }`.
   *
   * @param v1 e.g. `https://handover.example.com/v1`
   * @param webhookKey the key, or words in its place where it must not be shown
   */
  urls?(v1: string, webhookKey: string): Readonly<Record<string, string>>;
}

/** The bot platforms this service was built with. */
export abstract class BotPlatformCatalogue {
  abstract all(): readonly BotPlatformDescription[];
  abstract find(name: string): BotPlatformDescription | undefined;
}
