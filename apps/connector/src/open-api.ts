import { VERSION } from '#config';
import { TENANT_CONFIG_TAGS } from '#tenant-config';
import type { OpenApiOptions } from '#web';
import { BOT_PLATFORMS } from './bot-platforms.js';

const [tenants, keys, ...records] = TENANT_CONFIG_TAGS;

/** The parts of the OpenAPI document that are not routes. Its groups of routes are in the order of the tags. */
export function openApiOptions(publicUrl: string): OpenApiOptions {
  return {
    title: 'Engage Handover',
    version: VERSION,
    webhooks: Object.fromEntries(BOT_PLATFORMS.map(({ tag, webhooks = [] }) => [tag.name, webhooks])),
    securitySchemes: Object.fromEntries(
      BOT_PLATFORMS.flatMap((platform) => Object.entries(platform.securitySchemes ?? {})),
    ),
    publicUrl,
    description: [
      'Hands conversations over from chatbots to human agents in RingCentral Engage Digital (RingCX Digital), and back.',
      '',
      '**Administrators:** press *Authorize*, paste the admin key, then create a tenant under *Tenants*. You can send the settings in several calls:',
      '`readiness.missing` of the answer says what is still needed, and the [setup guide](/setup) shows each step.',
      '',
      '**Bot developers:** press *Authorize* and paste the bot key of your tenant, then call the operations under `/v1`.',
      '',
      'Failures are problem documents (RFC 9457) with a stable `code`; `requestId` finds the call in the logs.',
    ].join('\n'),
    tags: [
      tenants,
      keys,
      {
        name: 'Conversations',
        description: 'Find out why a conversation is stuck, and return it to the bot.',
      },
      {
        name: 'Deliveries',
        description: 'List pending and parked deliveries with their errors; retry or discard them.',
      },
      ...records,
      ...BOT_PLATFORMS.map(({ tag }) => tag).sort((one, other) => one.name.localeCompare(other.name)),
      { name: 'Health', description: 'For monitoring. No authentication; contains no tenant data.' },
    ],
  };
}
