import type { TenantImport } from '#setup-guide';
import { CognigyProviderImportDto } from '../../http/provider-import.dto.js';

/** From Cognigy's own RingCentral Engage handover provider: its seven values, its two switches, and the webhook's verification token. */
export const cognigyProviderImport: TenantImport = {
  from: 'cognigy-provider',
  platform: 'cognigy',
  requestClass: CognigyProviderImportDto,
  fields: [
    { name: 'apiAccessToken', label: 'API Access Token', setting: 'engage.apiAccessToken' },
    { name: 'botCategoryId', label: 'Bot Category ID', setting: 'engage.botCategoryId' },
    { name: 'agentCategoryId', label: 'Agent Category ID', setting: 'engage.agentCategoryId' },
    { name: 'realtimeAccessToken', label: 'Realtime Access Token', setting: 'engage.realtimeAccessToken' },
    { name: 'realtimeEndpointUrl', label: 'Realtime Endpoint URL', setting: 'engage.realtimeEndpointUrl' },
    { name: 'webhookSecret', label: 'Webhook Secret', setting: 'engage.webhookSecret' },
    { name: 'baseApiUrl', label: 'Base API URL', setting: 'engage.baseApiUrl' },
    { name: 'verificationToken', label: 'Verification Token', setting: 'engage.verifyToken' },
    {
      name: 'forwardOnlyHandoverConversations',
      label: 'Forward Only Handover Conversations',
      setting: 'handover.forwardOnlyHandover',
    },
    { name: 'getQueueUpdates', label: 'Get Queue Updates', setting: 'handover.queueUpdates' },
  ],
  example: {
    summary: 'Cognigy: the RingCentral Engage handover provider',
    values: {
      apiAccessToken: 'token-of-Admin-API-access-tokens',
      botCategoryId: '4f3951557aa58d1462017a8f',
      agentCategoryId: '50895dbea90ffb3c35001ace',
      realtimeAccessToken: 'access-token-of-the-source-page',
      realtimeEndpointUrl: 'https://acme.engagement.dimelo.com/realtime/sdk/8da592bc6fcf8bae41b4',
      webhookSecret: 'kJ8sLq2vXw0Zr5Tn7Yb3',
      baseApiUrl: 'https://acme.api.engagement.dimelo.com',
    },
  },
};
