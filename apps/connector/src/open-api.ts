import { VERSION } from '#config';
import { GENERIC_WEBHOOKS } from '#bot-platforms/generic';
import { TENANT_CONFIG_TAGS } from '#tenant-config';
import type { OpenApiOptions } from '#web';

/** What the OpenAPI document and Swagger UI say before the routes. */
export function openApiOptions(publicUrl: string): OpenApiOptions {
  return {
    title: 'Engage Handover',
    version: VERSION,
    webhooks: { tag: 'Bots: generic', events: GENERIC_WEBHOOKS },
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
      ...TENANT_CONFIG_TAGS,
      {
        name: '3 Conversations',
        description: 'Find out why a conversation is stuck, and return it to the bot.',
      },
      {
        name: '4 Deliveries',
        description: 'List pending and parked deliveries with their errors; retry or discard them.',
      },
      { name: 'Bots: Chatlayer', description: 'Called by Chatlayer, at the address that the setup guide shows.' },
      {
        name: 'Bots: Cognigy.AI',
        description: 'Called by flows and endpoints of Cognigy.AI, as the setup guide shows.',
      },
      { name: 'Bots: generic', description: 'Called by bots, with the bot key of their tenant.' },
      { name: 'Health', description: 'For monitoring. No authentication; contains no tenant data.' },
    ].sort((one, other) => one.name.localeCompare(other.name)),
  };
}
