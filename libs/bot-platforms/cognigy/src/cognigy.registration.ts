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
import { COGNIGY_TAG } from './http/cognigy-tag.js';
import { OUTPUTS_PASSWORD_AUTH, OUTPUTS_PASSWORD_SCHEME } from './http/outputs-password-scheme.js';
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
    webhookAddresses: [
      {
        name: 'cognigyOutputsUrl',
        path: '/v1/cognigy/outputs/',
        description:
          'Only for Cognigy.AI: where a Webhook Endpoint sends its outputs. Its last part is a secret, shown only when it is created.',
      },
    ],
  },
  tag: COGNIGY_TAG,
  securitySchemes: { [OUTPUTS_PASSWORD_AUTH]: OUTPUTS_PASSWORD_SCHEME },
  setup: cognigySetup,
  import: cognigyProviderImport,
  platform: CognigyBotPlatform,
  checks: { group: COGNIGY_CHECKS, credentials: 'cognigy-signature', runner: CognigyBotChecks },
  module: CognigyModule,
};

/** The Endpoint of a call shows on which side the customer's channel is: Cognigy or Engage. */
function endpointFaults({ urlTokens, nativeUrlToken }: JsonObject): InputFault[] {
  if (!Array.isArray(urlTokens) || nativeUrlToken === undefined || !urlTokens.includes(nativeUrlToken)) return [];
  return [{ pointer: '/bot/nativeUrlToken', detail: 'must be a separate Endpoint, not one of urlTokens' }];
}
