import type { InputFault, JsonObject } from '#kernel';
import type { ProfileMapping } from '#profile-mapping';
import type { EngageSettings } from '../domain/tenant.js';

/**
 * A secret of this name is the last part of the URL that the bot platform calls, and authenticates the platform.
 * `TenantDirectory.byWebhookKey` finds the tenant by it.
 */
export const WEBHOOK_KEY = 'webhookKey';

/** Describes the settings of a bot platform, so that its tenants can be validated, sealed and documented. */
export interface BotPlatformDescription {
  /** Value of `bot.platform`. */
  readonly name: string;
  /** class-validator class of the platform's settings without `platform`, shown in Swagger UI. */
  readonly settingsClass: new () => object;
  /** Names of settings that are secrets: sealed, answered as `{ configured, last4 }`. `a.b` names a member of an object. */
  readonly secrets: readonly string[];
  /** Generates a secret that was omitted, e.g. `whsec_…`; undefined: it stays unset. */
  generateSecret?(name: string): string | undefined;
  /** Generates an optional secret when it is rotated: e.g. a password for calls that not every tenant uses. */
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
   * @param engage the sources of the tenant's customers; default: a Channel SDK source
   */
  missing(
    bot: JsonObject,
    configuredSecrets: readonly string[],
    engage?: Pick<EngageSettings, 'sourceId' | 'nativeSourceIds'>,
  ): string[];
  /** Addresses for a platform that cannot send a key in a header: the secret `WEBHOOK_KEY` is their last part. */
  readonly webhookAddresses?: readonly WebhookAddress[];
}

/** An address that a bot platform calls. Its last part is the tenant's webhook key, which logs and errors hide. */
export interface WebhookAddress {
  /** Member of `ingress` in answers about a tenant, e.g. `chatlayerUrl`. */
  readonly name: string;
  /** The path before the key, with a slash at both ends, e.g. `/v1/chatlayer/`. */
  readonly path: string;
  /** What the address is for, in the API document. */
  readonly description: string;
}

/** The bot platforms in this build of the service. */
export abstract class BotPlatformCatalogue {
  abstract all(): readonly BotPlatformDescription[];
  abstract find(name: string): BotPlatformDescription | undefined;
}
