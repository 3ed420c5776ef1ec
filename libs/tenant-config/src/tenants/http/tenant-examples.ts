/** Example bodies in Swagger UI. Each has its own tenant and source, so that they can be tried one after the other. */
export const CREATE_EXAMPLES = {
  minimal: {
    summary: 'Minimum: the setup guide adds the rest',
    value: { slug: 'acme', name: 'Acme Support', bot: { platform: 'generic' } },
  },
  complete: {
    summary: 'Everything that Engage and the bot need',
    value: {
      slug: 'acme-complete',
      name: 'Acme Sales',
      engage: {
        baseApiUrl: 'acme.engagement.dimelo.com',
        apiAccessToken: 'token-of-Admin-API-access-tokens',
        botCategoryId: '4f3951557aa58d1462017a8f',
        agentCategoryId: '50895dbea90ffb3c35001ace',
        realtimeEndpointUrl: 'https://acme.engagement.dimelo.com/realtime/sdk/8da592bc6fcf8bae41b3',
        realtimeAccessToken: 'access-token-of-the-source-page',
      },
      bot: { platform: 'generic', callbackUrl: 'https://bot.example/events' },
      handover: { transcriptMessages: 50 },
    },
  },
};

/** A trial call must not damage a working tenant: this one changes nothing. */
export const UPDATE_EXAMPLES = {
  nothing: {
    summary: 'Changes nothing: add the members that you want to change',
    value: {},
  },
};

/** Changes to copy from the description of the call. */
export const UPDATE_RECIPES = recipes({
  'What Engage shows once the source is saved': {
    engage: {
      realtimeEndpointUrl: 'https://acme.engagement.dimelo.com/realtime/sdk/8da592bc6fcf8bae41b2',
      realtimeAccessToken: 'access-token-of-the-source-page',
    },
  },
  'Opening hours, and what customers read outside of them': {
    handover: {
      availability: {
        mode: 'agents-and-hours',
        hours: {
          timeZone: 'Europe/Berlin',
          weekly: [
            { day: 'monday', from: '09:00', to: '17:30' },
            { day: 'tuesday', from: '09:00', to: '17:30' },
          ],
          exceptions: [{ date: '2026-12-25', closed: true }],
        },
        whenClosed: {
          action: 'refuse-with-text',
          texts: { default: 'We are closed. Please write again from 9 am.', de: 'Wir haben geschlossen.' },
        },
      },
    },
  },
  'Refuse new handovers for a while': { handover: { enabled: false } },
  'Back to a default, and clear a secret': { handover: { transcriptMessages: null }, engage: { apiAccessToken: null } },
});

function recipes(bodies: Readonly<Record<string, object>>): string {
  return Object.entries(bodies)
    .map(([title, body]) => `**${title}:**\n\n\`\`\`json\n${JSON.stringify(body, null, 2)}\n\`\`\``)
    .join('\n\n');
}
