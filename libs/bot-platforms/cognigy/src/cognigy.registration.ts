import { randomBytes } from 'node:crypto';
import type { BotPlatformRegistration } from '#bot-platforms';
import type { InputFault, JsonObject } from '#kernel';
import { WEBHOOK_KEY } from '#tenant-config';
import { CognigyBotChecks } from './adapters/cognigy.bot-checks.js';
import { CognigyBotPlatform } from './adapters/cognigy.bot-platform.js';
import { COGNIGY_CHECKS } from './application/cognigy-checks.js';
import { LEGACY_API_KEY, missingSettings, NATIVE_API_KEY } from './application/cognigy-settings.js';
import { cognigySetup } from './application/setup/cognigy-setup.js';
import { CognigyModule } from './cognigy.module.js';
import { CognigyBotSettings } from './http/cognigy-bot-settings.dto.js';
import { cognigyProviderImport } from './application/setup/provider-import.js';

const OURS: readonly string[] = ['transformerSecret', WEBHOOK_KEY];

/** Flows of Cognigy.AI: HTTP Request nodes and an Endpoint Transformer call us, we call notify and inject. */
export const cognigyRegistration: BotPlatformRegistration = {
  description: {
    name: 'cognigy',
    settingsClass: CognigyBotSettings,
    secrets: ['transformerSecret', WEBHOOK_KEY, 'outputsPassword', LEGACY_API_KEY, NATIVE_API_KEY],
    generateSecret: (name) => (OURS.includes(name) ? randomBytes(32).toString('base64url') : undefined),
    generateOptionalSecret: (name) => (name === 'outputsPassword' ? randomBytes(24).toString('base64url') : undefined),
    profileDefaults: {
      rules: [{ from: 'profilepic', to: 'user.avatar_url' }],
      exclude: ['prevent_data_collection'],
    },
    check: endpointFaults,
    missing: missingSettings,
    urls: (v1, webhookKey) => ({ cognigyOutputsUrl: `${v1}/cognigy/outputs/${webhookKey}` }),
  },
  setup: cognigySetup,
  import: cognigyProviderImport,
  platform: CognigyBotPlatform,
  checks: { group: COGNIGY_CHECKS, credentials: 'cognigy-signature', runner: CognigyBotChecks },
  module: CognigyModule,
};

/** What comes over an Endpoint tells which kind of customer it is of: one whose channel Cognigy has, or Engage. */
function endpointFaults({ urlTokens, nativeUrlToken }: JsonObject): InputFault[] {
  if (!Array.isArray(urlTokens) || nativeUrlToken === undefined || !urlTokens.includes(nativeUrlToken)) return [];
  return [{ pointer: '/bot/nativeUrlToken', detail: 'must be an Endpoint of its own, not one of urlTokens' }];
}
