import { randomBytes } from 'node:crypto';
import type { BotPlatformRegistration } from '#bot-platforms';
import { type InputFault, isJsonObject, type JsonValue } from '#kernel';
import { WEBHOOK_KEY } from '#tenant-config';
import { CognigyBotPlatform } from './adapters/cognigy.bot-platform.js';
import { LEGACY_API_KEY, missingSettings } from './application/cognigy-settings.js';
import { setupSteps } from './application/setup-steps.js';
import { CognigyModule } from './cognigy.module.js';
import { CognigyBotSettings } from './http/cognigy-bot-settings.dto.js';

const OURS: readonly string[] = ['transformerSecret', WEBHOOK_KEY];

/** Flows of Cognigy.AI: HTTP Request nodes and an Endpoint Transformer call us, we call notify and inject. */
export const cognigyRegistration: BotPlatformRegistration = {
  description: {
    name: 'cognigy',
    settingsClass: CognigyBotSettings,
    secrets: ['transformerSecret', WEBHOOK_KEY, 'outputsPassword', LEGACY_API_KEY],
    generateSecret: (name) => (OURS.includes(name) ? randomBytes(32).toString('base64url') : undefined),
    profileDefaults: {
      rules: [{ from: 'profilepic', to: 'user.avatar_url' }],
      exclude: ['prevent_data_collection'],
    },
    check: (_, { engage }) => nativeSourceFaults(engage),
    missing: missingSettings,
    urls: (v1, webhookKey) => ({ cognigyOutputsUrl: `${v1}/cognigy/outputs/${webhookKey}` }),
    setupSteps,
  },
  platform: CognigyBotPlatform,
  module: CognigyModule,
};

/** Customers of Engage's own sources would need another way into the flow. */
function nativeSourceFaults(engage: JsonValue | undefined): InputFault[] {
  const ids = isJsonObject(engage) ? engage['nativeSourceIds'] : undefined;
  const detail = 'must be empty: Cognigy does not serve sources of Engage itself yet';
  return Array.isArray(ids) && ids.length > 0 ? [{ pointer: '/engage/nativeSourceIds', detail }] : [];
}
