import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SetupFacts, SetupStep } from '#tenant-config';

type Part = Pick<SetupStep, 'id' | 'title' | 'instructions' | 'values' | 'missing'>;

/** Beside the documentation, in the sources and in the build alike. */
const OUTPUT_IDS = join(import.meta.dirname, '../../../../../docs/cognigy/output-ids.js');

/** The way into the flow for customers of Engage's own sources, and back: a Webhook Endpoint. */
export function nativeSteps({ engage, urls }: SetupFacts): Part[] {
  if (engage.nativeSourceIds.length === 0) return [];
  return [
    {
      id: 'cognigy-native-endpoint',
      title: "Make a Webhook Endpoint for Engage's own sources",
      instructions:
        'In Cognigy open Deploy > Endpoints and create a Webhook Endpoint with the flow that answers there; use it for nothing else. Of its Endpoint URL https://<host>/<URLToken>, put https://<host> into bot.endpointBaseUrl of this tenant (all Endpoints share it) and the last part into bot.nativeUrlToken. If you switch on "API Key Authentication" there, put its key into bot.nativeApiKey. Do not paste the transformer of the other Endpoints into this one.',
      values: [{ field: 'PATCH of this tenant', value: '{ "bot": { "nativeUrlToken": "<URLToken>" } }' }],
      missing: ['bot.endpointBaseUrl', 'bot.nativeUrlToken'],
    },
    {
      id: 'cognigy-native-outputs',
      title: 'Let its flow answer',
      instructions:
        'Choose a password of at least 8 characters and put it into bot.outputsPassword of this tenant (and a user name into bot.outputsUser, else it is "cognigy"). In the Webhook Endpoint put in the URL below as Webhook URL and switch on Basic authentication with that user and password: every output of the flow then goes to the customer through Engage.',
      values: [{ field: 'Webhook URL', value: urls['cognigyOutputsUrl'] ?? '' }],
      missing: [],
    },
    {
      id: 'cognigy-native-ids',
      title: 'Give outputs an id',
      instructions:
        'Cognigy sends outputs without one, so a repeated output would reach the customer twice. In the Webhook Endpoint open "Transformer Functions", switch on Output only, and replace the whole template by this script.',
      values: [{ field: 'Transformer', value: readFileSync(OUTPUT_IDS, 'utf8') }],
      missing: [],
    },
    {
      id: 'cognigy-native-flow',
      title: 'Ask for an agent there',
      instructions:
        'Say what the customer should read while waiting before you ask: from then on only agents are heard. Ask by the HTTP Request node below, or by a Say node with data if the flow need not know of a refusal. The Code node and the Lookup node below serve these conversations too, with the cases queue, active, completed, cancelled and error; acceptedMessage and cancelPayload have no effect here. What the customer writes is input.text; a choice arrives as its payload, and input.data.handoverConnector.title holds what the customer read.',
      values: [],
      missing: [],
    },
  ];
}
