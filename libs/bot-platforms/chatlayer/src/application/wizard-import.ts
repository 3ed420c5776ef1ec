import type { TenantImport } from '#setup-guide';
import { ChatlayerWizardImportDto } from '../http/wizard-import.dto.js';
import { CHATLAYER } from './chatlayer-bot.js';

/** From the wizard of Chatlayer's own RingCentral Engage Digital provider, withdrawn in 2022. */
export const chatlayerWizardImport: TenantImport = {
  from: 'chatlayer-wizard',
  platform: CHATLAYER,
  requestClass: ChatlayerWizardImportDto,
  fields: [
    { name: 'apiUrl', label: 'RingCentral Engage Digital API URL', setting: 'engage.baseApiUrl' },
    { name: 'accessToken', label: 'Access Token', setting: 'engage.apiAccessToken' },
    {
      name: 'offloadSuccessDialogState',
      label: 'Offload success dialogstate',
      setting: 'bot.offloadSuccessDialogStateId',
    },
    {
      name: 'offloadNotAvailableDialogState',
      label: 'Offload not available dialogstate',
      setting: 'bot.offloadUnavailableDialogStateId',
    },
  ],
  example: {
    summary: 'Chatlayer: the former RingCentral Engage Digital wizard',
    values: {
      apiUrl: 'https://acme.api.engagement.dimelo.com/',
      accessToken: 'token-of-Admin-API-access-tokens',
      offloadSuccessDialogState: '7d1e4b90-a8c3-4f62-95d7-06b2c8e3f41a',
      offloadNotAvailableDialogState: '29f60ac8-3e7b-4d91-8a50-c47d1be95f02',
    },
  },
};
