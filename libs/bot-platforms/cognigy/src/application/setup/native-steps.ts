import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { botStep, type SetupFacts, type SetupStep } from '#setup-guide';

/** Next to the documentation, both in the sources and in the build. */
const OUTPUT_IDS = join(import.meta.dirname, '../../../../../../docs/cognigy/output-ids.js');

/** The way into the flow for customers of Engage's own sources, and back: a Webhook Endpoint. */
export function nativeSteps({ engage, urls }: SetupFacts): SetupStep[] {
  if (engage.nativeSourceIds.length === 0) return [];
  return [endpointStep(), outputsStep(urls['cognigyOutputsUrl'] ?? ''), idsStep(), flowStep()];
}

function endpointStep(): SetupStep {
  return botStep({
    id: 'cognigy-native-endpoint',
    title: "Create a Webhook Endpoint for Engage's own sources",
    instructions: [
      'In Cognigy open Deploy > Endpoints and create a Webhook Endpoint with the flow that answers there. Use it for nothing else, and do not paste the transformer of the other Endpoints into it.',
      'Of its Endpoint URL `https://<host>/<URLToken>` send `https://<host>` as the address, which all Endpoints share, and the last part as the URLToken.',
      'If you switch on "API Key Authentication" there, set `bot.nativeApiKey` to its key.',
    ],
    inputs: [
      { setting: 'bot.endpointBaseUrl', label: 'Address of the Endpoint: https://<host>' },
      { setting: 'bot.nativeUrlToken', label: 'URLToken of the Webhook Endpoint' },
    ],
    checks: ['cognigy-native-endpoint'],
  });
}

function outputsStep(webhookUrl: string): SetupStep {
  return botStep({
    id: 'cognigy-native-outputs',
    title: 'Let its flow answer',
    instructions: [
      'Choose a password of at least 8 characters and send it to this service. The user name is `cognigy`, unless you set `bot.outputsUser`.',
      'In the Webhook Endpoint enter the URL below as Webhook URL, and switch on Basic authentication with that user and password. Every output of the flow then goes to the customer through Engage.',
    ],
    values: [{ field: 'Webhook URL', value: webhookUrl }],
    inputs: [{ setting: 'bot.outputsPassword', label: 'Password of the outputs', secret: true }],
    settings: [],
  });
}

function idsStep(): SetupStep {
  return botStep({
    id: 'cognigy-native-ids',
    title: 'Give outputs an id',
    instructions: [
      'Cognigy sends outputs without an id, so a repeated output would reach the customer twice.',
      'In the Webhook Endpoint open "Transformer Functions", switch on Output only, and replace the whole template by this script.',
    ],
    values: [{ field: 'Transformer', value: readFileSync(OUTPUT_IDS, 'utf8') }],
  });
}

function flowStep(): SetupStep {
  return botStep({
    id: 'cognigy-native-flow',
    title: 'Ask for an agent there',
    instructions: [
      'Say what the customer should read while waiting before you ask for an agent: from then on only messages of agents reach the customer.',
      'Ask with the HTTP Request node below, or with a Say node with data if the flow need not know of a refusal. `acceptedMessage` and `cancelPayload` have no effect here.',
      'The Code node and the Lookup node below serve these conversations, too, with the same cases.',
      'What the customer writes is `input.text`. A choice arrives as its payload, and `input.data.handoverConnector.title` holds what the customer read.',
    ],
  });
}
