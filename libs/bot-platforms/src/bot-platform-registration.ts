import type { Type } from '@nestjs/common';
import type { BotPlatform } from '#handover';
import type { BotSetup, TenantImport } from '#setup-guide';
import type { BotPlatformDescription, CheckGroup } from '#tenant-config';
import type { ApiTag, DocumentedWebhook, SecurityScheme } from '#web';
import type { BotPlatformChecks } from './bot-platform-checks.js';

/** Everything that the service needs to know about a kind of bot: one of these per platform, in one list of the app. */
export interface BotPlatformRegistration {
  readonly description: BotPlatformDescription;
  /** The platform's section of the API document. Its controllers have `@ApiTags` with the name. */
  readonly tag: ApiTag;
  /** Events that bots of this platform receive, for the section `webhooks` of the API document. */
  readonly webhooks?: readonly DocumentedWebhook[];
  /** Ways to authenticate that only this platform has, by their names in `@ApiBasicAuth` and the like. */
  readonly securitySchemes?: Readonly<Record<string, SecurityScheme>>;
  /** Provided and exported by `module`. */
  readonly platform: Type<BotPlatform>;
  /** The connection checks for tenants of this platform; their ids begin with the platform's name or `bot-`. */
  readonly checks: {
    readonly group: CheckGroup;
    /** Id of the check that shows whether the bot accepts our secrets: refused calls in ordinary traffic make it fail. */
    readonly credentials: string;
    /** Provided and exported by `module`. */
    readonly runner: Type<BotPlatformChecks>;
  };
  /** The platform's steps of the setup guide. */
  readonly setup: BotSetup;
  /** A form of another product from whose values a tenant of this platform is created. */
  readonly import?: TenantImport;
  /** Serves the platform's routes, too. */
  readonly module: Type;
}
