import type { Type } from '@nestjs/common';
import type { BotPlatform } from '#handover';
import type { BotPlatformDescription } from '#tenant-config';

/** All that the service needs to know about a kind of bot: one of these per platform, in one list of the app. */
export interface BotPlatformRegistration {
  readonly description: BotPlatformDescription;
  /** Provided and exported by `module`. */
  readonly platform: Type<BotPlatform>;
  /** Serves the platform's own routes too. */
  readonly module: Type;
}
