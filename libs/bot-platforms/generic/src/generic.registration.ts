import { randomBytes } from 'node:crypto';
import type { BotPlatformRegistration } from '#bot-platforms';
import { GenericBotChecks } from './adapters/generic.bot-checks.js';
import { GenericBotPlatform } from './adapters/generic.bot-platform.js';
import { GENERIC_CHECKS } from './application/generic-checks.js';
import { genericSetup } from './application/generic-setup.js';
import { missingSettings } from './application/missing-settings.js';
import { GenericBotSettings } from './http/generic-bot-settings.dto.js';
import { GENERIC_TAG } from './http/generic-tag.js';
import { GENERIC_WEBHOOKS } from './http/webhooks.dto.js';
import { GenericModule } from './generic.module.js';

/** Bots that call the `/v1` API of this service and receive events at their own URL. */
export const genericRegistration: BotPlatformRegistration = {
  description: {
    name: 'generic',
    settingsClass: GenericBotSettings,
    secrets: ['callbackSecret'],
    generateSecret: (name) => (name === 'callbackSecret' ? `whsec_${randomBytes(32).toString('base64')}` : undefined),
    missing: missingSettings,
  },
  tag: GENERIC_TAG,
  webhooks: GENERIC_WEBHOOKS,
  setup: genericSetup,
  platform: GenericBotPlatform,
  checks: { group: GENERIC_CHECKS, credentials: 'bot-signature', runner: GenericBotChecks },
  module: GenericModule,
};
