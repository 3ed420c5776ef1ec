import { randomBytes } from 'node:crypto';
import type { BotPlatformRegistration } from '#bot-platforms';
import { GenericBotChecks } from './adapters/generic.bot-checks.js';
import { GenericBotPlatform } from './adapters/generic.bot-platform.js';
import { GENERIC_CHECKS } from './application/generic-checks.js';
import { genericSetup } from './application/generic-setup.js';
import { missingSettings } from './application/missing-settings.js';
import { GenericBotSettings } from './http/generic-bot-settings.dto.js';
import { GenericModule } from './generic.module.js';

/** Bots that call our own `/v1` API and take events at a URL of theirs. */
export const genericRegistration: BotPlatformRegistration = {
  description: {
    name: 'generic',
    settingsClass: GenericBotSettings,
    secrets: ['callbackSecret'],
    generateSecret: (name) => (name === 'callbackSecret' ? `whsec_${randomBytes(32).toString('base64')}` : undefined),
    missing: missingSettings,
  },
  setup: genericSetup,
  platform: GenericBotPlatform,
  checks: { group: GENERIC_CHECKS, credentials: 'bot-signature', runner: GenericBotChecks },
  module: GenericModule,
};
