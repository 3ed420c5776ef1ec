import { botStep, type SetupFacts, type SetupStep } from '#setup-guide';

/** Cognigy must reach us, and we must reach Cognigy. */
export function networkStep({ botBaseUrl }: SetupFacts): SetupStep {
  return botStep({
    id: 'cognigy-network',
    title: 'Check the network',
    instructions: [
      'Cognigy calls this service over HTTPS and accepts certificates of public authorities only; with any other its nodes fail with `UNABLE_TO_VERIFY_LEAF_SIGNATURE`.',
      'If you filter inbound calls by address, let in the outbound addresses of your Cognigy installation. Its support names the current ones.',
      'This service calls the host of your Endpoint. Allow that, too, if you filter outbound calls.',
    ],
    values: [{ field: 'Called by Cognigy', value: botBaseUrl }],
  });
}

/** The Endpoint that customers use, and its Transformer. */
export function channelSteps(facts: SetupFacts, script: string): SetupStep[] {
  return [...('legacyApi' in facts.bot ? [legacyApiStep()] : []), endpointStep(), transformerStep(facts, script)];
}

function legacyApiStep(): SetupStep {
  return botStep({
    id: 'cognigy-legacy-api',
    title: 'Stop using the removed API service',
    instructions: [
      "This tenant sends notify and inject to Cognigy's API service, which Cognigy has removed from its cloud (announced for September 2026). Only installations of your own from before 2026.6 still have it.",
      'Everywhere else remove the setting with the PATCH below. The Endpoint service of `bot.endpointBaseUrl` is used then.',
    ],
    values: [{ field: 'PATCH of this tenant', value: '{ "bot": { "legacyApi": null } }' }],
  });
}

function endpointStep(): SetupStep {
  return botStep({
    id: 'cognigy-endpoint',
    title: 'Name the Endpoint to this service',
    instructions: [
      "In Cognigy open Deploy > Endpoints and the Endpoint that your customers use: Webchat, Socket.IO, Webhook, WhatsApp, Facebook, LINE, Slack, Azure Bot Services, Sunshine or Voice Gateway. REST, 8x8, Intercom, Microsoft Teams, Twilio and NiCE Endpoints cannot receive agents' messages.",
      'Copy its Endpoint URL (on Webchat: the Config URL): `https://<host>/<URLToken>`. Send `https://<host>` as the address and the last part as the URLToken. All Endpoints share the host; send the URLToken of each.',
      'Switch on "Use Contact Profiles" in the Endpoint, so that agents see who the customer is.',
    ],
    inputs: [
      { setting: 'bot.endpointBaseUrl', label: 'Address of the Endpoint: https://<host>' },
      { setting: 'bot.urlTokens', label: 'URLToken', list: true },
    ],
    checks: ['cognigy-endpoints'],
  });
}

function transformerStep({ slug }: SetupFacts, script: string): SetupStep {
  const path = `/admin/tenants/${slug}/setup/transformer.js`;
  return botStep({
    id: 'cognigy-transformer',
    title: 'Paste the Endpoint Transformer',
    instructions: [
      'In the same Endpoint open "Transformer Functions". Switch on Input, Output, Notify and Inject, and leave "Abort on Error" off.',
      'Replace the whole template by the script. Download it with a new bot key filled in, or copy it from here and put in a key that you have.',
      'Put in the transformer secret where the script says so. It was shown when this tenant was created. If you do not have it any more, rotate it and change it in all Endpoints: the old one stops working at once.',
      'On a Webhook Endpoint, WhatsApp and all others except Webchat and Socket.IO, replace `createSocketTransformer` in the last line by `createWebhookTransformer`.',
      'Save. Repeat this for each Endpoint, and whenever `handover.forwardOnlyHandover` is changed.',
    ],
    values: [{ field: 'Transformer', value: script }],
    calls: [
      { label: 'Download with a new bot key', method: 'GET', path: `${path}?freshKey=true`, download: true },
      { label: 'Download with placeholders', method: 'GET', path, download: true },
      {
        label: 'Rotate the transformer secret',
        method: 'POST',
        path: `/admin/tenants/${slug}/secrets/transformerSecret/rotate`,
      },
    ],
    settings: ['bot.transformerSecret'],
    checks: ['cognigy-signature'],
  });
}
