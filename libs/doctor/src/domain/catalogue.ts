import { type CheckDescription, type CheckGroup, descriptionsOf } from '#tenant-config';

/** What is stored with the tenant: no network is needed. */
export const SETTING_CHECKS = {
  'settings-complete': {
    title: 'All settings are there',
    looksAt: '`readiness.missing` of the tenant.',
    needs: [],
    hourly: true,
  },
  'tenant-enabled': {
    title: 'The tenant takes handovers',
    looksAt: '`enabled` and `handover.enabled`.',
    needs: [],
    hourly: true,
  },
  'verify-token': {
    title: 'The verification token is your own',
    looksAt: '`engage.verifyToken`: `cognigy123` is in public documentation, so everybody knows it.',
    needs: [],
    hourly: true,
  },
  'secrets-strength': {
    title: 'Secrets are hard to guess',
    looksAt:
      'Length and variety of the secrets that are defined on our side: `engage.webhookSecret` and those of the bot.',
    needs: [],
    hourly: true,
  },
  'engage-address': {
    title: 'All addresses are of one Engage domain',
    looksAt: 'The hosts of `engage.baseApiUrl` and `engage.realtimeEndpointUrl`.',
    needs: [],
    hourly: true,
  },
  'categories-differ': {
    title: 'Bot and Agent are two categories',
    looksAt: '`engage.botCategoryId` and `engage.agentCategoryId`.',
    needs: [],
    hourly: true,
  },
} as const satisfies CheckGroup;

/** This service itself. */
export const SERVICE_CHECKS = {
  'public-url': {
    title: 'The public URL is for the internet',
    looksAt: '`PUBLIC_URL` of this service: https, and no private address.',
    needs: [],
    hourly: true,
  },
  'database-clock': {
    title: 'The clock agrees with the database',
    looksAt: 'The time on this machine and in PostgreSQL.',
    needs: [],
    hourly: true,
  },
} as const satisfies CheckGroup;

/** Every check that is not a bot platform's own. */
export const CATALOGUE: readonly CheckDescription[] = [SETTING_CHECKS, SERVICE_CHECKS].flatMap(descriptionsOf);
