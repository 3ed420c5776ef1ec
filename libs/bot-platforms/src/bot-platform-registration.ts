import type { Type } from '@nestjs/common';
import type { BotPlatform } from '#handover';
import type { BotSetup, TenantImport } from '#setup-guide';
import type { BotPlatformDescription, CheckGroup } from '#tenant-config';
import type { BotPlatformChecks } from './bot-platform-checks.js';

/** All that the service needs to know about a kind of bot: one of these per platform, in one list of the app. */
export interface BotPlatformRegistration {
  readonly description: BotPlatformDescription;
  /** Provided and exported by `module`. */
  readonly platform: Type<BotPlatform>;
  /** What the connection checks look at for tenants of this platform; their ids begin with the platform's name or `bot-`. */
  readonly checks: {
    readonly group: CheckGroup;
    /** Id of the one that tells whether the bot accepts our secrets: refused calls in ordinary traffic turn it red. */
    readonly credentials: string;
    /** Provided and exported by `module`. */
    readonly runner: Type<BotPlatformChecks>;
  };
  /** What the setup guide says about it. */
  readonly setup: BotSetup;
  /** A form of another product whose values make a tenant of this platform. */
  readonly import?: TenantImport;
  /** Serves the platform's own routes too. */
  readonly module: Type;
}
