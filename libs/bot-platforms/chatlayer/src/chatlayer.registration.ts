import { randomBytes } from 'node:crypto';
import type { BotPlatformRegistration } from '#bot-platforms';
import { WEBHOOK_KEY } from '#tenant-config';
import { ChatlayerBotChecks } from './adapters/chatlayer.bot-checks.js';
import { ChatlayerBotPlatform } from './adapters/chatlayer.bot-platform.js';
import { CHATLAYER, CHATLAYER_SECRETS, missingSettings } from './application/chatlayer-bot.js';
import { CHATLAYER_CHECKS } from './application/chatlayer-checks.js';
import { chatlayerSetup } from './application/chatlayer-setup.js';
import { refuseNativeSources } from './application/native-sources.js';
import { ChatlayerModule } from './chatlayer.module.js';
import { ChatlayerBotSettings } from './http/chatlayer-bot-settings.dto.js';
import { CHATLAYER_TAG } from './http/chatlayer-tag.js';
import { chatlayerWizardImport } from './application/wizard-import.js';

/** Bots on Chatlayer.ai, through its offload provider "Webhook". */
export const chatlayerRegistration: BotPlatformRegistration = {
  description: {
    name: CHATLAYER,
    settingsClass: ChatlayerBotSettings,
    secrets: CHATLAYER_SECRETS,
    generateSecret: (name) =>
      name === 'verifyToken' || name === WEBHOOK_KEY ? randomBytes(24).toString('base64url') : undefined,
    handoverDefaults: { forwardOnlyHandover: true },
    check: (_, { engage }) => {
      refuseNativeSources(engage);
      return [];
    },
    missing: (_, configuredSecrets) => missingSettings(configuredSecrets),
    webhookAddresses: [
      {
        name: 'chatlayerUrl',
        path: '/v1/chatlayer/',
        description:
          'Only for Chatlayer: the URL of the offload webhook. Its last part is a secret, shown only when it is created.',
      },
    ],
  },
  tag: CHATLAYER_TAG,
  setup: chatlayerSetup,
  import: chatlayerWizardImport,
  platform: ChatlayerBotPlatform,
  checks: { group: CHATLAYER_CHECKS, credentials: 'chatlayer-token', runner: ChatlayerBotChecks },
  module: ChatlayerModule,
};
