import type { CheckGroup } from '#tenant-config';

/** Checks of stored settings: no network is needed. */
export const SETTING_CHECKS = {
  'settings-complete': {
    title: 'All required settings are present',
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
    looksAt: '`engage.verifyToken`: `cognigy123` is in public documentation, so anyone can know it.',
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
  'public-url-reachable': {
    title: 'This service answers at its public URL',
    looksAt: '`PUBLIC_URL/health/live`, called by the service itself.',
    needs: [],
    hourly: true,
  },
  'webhook-verification': {
    title: 'This service passes the verification of the webhook',
    looksAt:
      'The same calls that Engage makes to verify a webhook, with the right and with a wrong verification token.',
    needs: ['public-url-reachable'],
    hourly: true,
  },
  'database-clock': {
    title: 'The clock agrees with the database',
    looksAt: 'The time on this machine and in PostgreSQL.',
    needs: [],
    hourly: true,
  },
} as const satisfies CheckGroup;

/** Checks of ordinary traffic. Their results change at once, also between examinations. */
export const TRAFFIC_CHECKS = {
  'capabilities-read': {
    title: 'Engage asks what this service implements',
    looksAt: 'The time of the last `implementation.info`: Engage calls it at each synchronisation of the source.',
    needs: [],
    hourly: true,
  },
  'sdk-signature': {
    title: 'What Engage sends is signed with our token',
    looksAt: "Whether the last call of Engage's Channel SDK had a valid signature.",
    needs: [],
    hourly: true,
  },
  'webhook-secret': {
    title: 'Events come with our secret',
    looksAt: 'Whether the last webhook had the right `X-Dimelo-Secret`. Engage never shows the secret that it has.',
    needs: [],
    hourly: true,
  },
  'call-times': {
    title: 'Calls from Engage have the current time',
    looksAt:
      'Whether a signed call or an event was received in the last day with a time more than 24 hours ago or 15 minutes ahead.',
    needs: [],
    hourly: true,
  },
} as const satisfies CheckGroup;
