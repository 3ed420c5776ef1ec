import type { AdminApi, CreatedTenant } from './admin-api.js';
import { AGENT_CHOICE_DIALOG, chatlayerWebhook, DEMO_BOT_ID } from './bot/dialects/chatlayer.dialect.js';
import { FAILED, JOINED } from './bot/dialects/chatlayer-action.js';
import { DEMO_NATIVE_URL_TOKEN, DEMO_URL_TOKEN } from './bot/dialects/cognigy.dialect.js';
import type { DemoSecrets } from './demo-secrets.js';
import type { Platform } from './platform.js';

/** How a bot of a platform gets access to the connector: by a key that the connector creates. */
interface Access {
  keyIn(created: CreatedTenant): string;
  isAccepted(api: AdminApi, secrets: DemoSecrets): Promise<boolean>;
  renew(api: AdminApi, slug: string): Promise<string>;
}

const BY_BOT_KEY: Access = {
  keyIn: ({ botKey }) => botKey.key,
  isAccepted: async (api, { botKey = '' }) =>
    (await api.status('/v1/conversations/playground', { authorization: `Bearer ${botKey}` })) !== 401,
  renew: (api, slug) => api.createBotKey(slug),
};

/** Checked by the same call that Chatlayer makes when the provider is saved. */
const BY_WEBHOOK_KEY: Access = {
  keyIn: ({ generatedSecrets }) => generatedSecrets['webhookKey'] ?? '',
  isAccepted: async (api, { botKey = '', verifyToken }) =>
    (await api.status(chatlayerWebhook(botKey, verifyToken))) === 200,
  renew: (api, slug) => api.rotate(slug, 'webhookKey'),
};

export function demoAccess(platform: Platform): Access {
  return platform === 'chatlayer' ? BY_WEBHOOK_KEY : BY_BOT_KEY;
}

/** `bot` of the tenant. @param botUrl address of the demo bot */
export function botSettings(platform: Platform, botUrl: string, secrets: DemoSecrets): object {
  const { callbackSecret, verifyToken, webhookEndpoint } = secrets;
  switch (platform) {
    case 'generic':
      return { platform, callbackUrl: `${botUrl}/events`, callbackSecret };
    case 'cognigy':
      return {
        platform,
        endpointBaseUrl: botUrl,
        urlTokens: [DEMO_URL_TOKEN],
        transformerSecret: callbackSecret,
        nativeUrlToken: DEMO_NATIVE_URL_TOKEN,
        nativeApiKey: webhookEndpoint.apiKey,
        webhookKey: webhookEndpoint.outputsKey,
        outputsPassword: webhookEndpoint.outputsPassword,
      };
    case 'chatlayer':
      return {
        platform,
        apiBaseUrl: botUrl,
        botId: DEMO_BOT_ID,
        accessToken: callbackSecret,
        verifyToken,
        agentChoiceDialogStateId: AGENT_CHOICE_DIALOG,
        texts: { failed: FAILED, agentJoined: JOINED },
      };
  }
}
