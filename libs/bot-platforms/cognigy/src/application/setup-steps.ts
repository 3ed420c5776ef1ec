import type { SetupFacts, SetupStep } from '#tenant-config';
import { hasOnlyEngages } from './cognigy-settings.js';
import {
  CODE_NODE,
  END_BODY,
  INACTIVITY_BODY,
  START_BODY,
  START_DATA,
  TRANSCRIPT_NODE,
  WAITING_DATA,
} from './flow-snippets.js';
import { nativeSteps } from './native-steps.js';
import { transformerScript } from './transformer-script.js';

type Part = Omit<SetupStep, 'side' | 'missing'> & { readonly missing?: readonly string[] };

const BOT_KEY = '<bot key: shown when it was made; make another under bot-keys>';
const TRANSFORMER_SECRET = '<transformerSecret: shown when it was made; rotate it to get a new one>';

const CONNECTION: Part = {
  id: 'cognigy-connection',
  title: 'Store the bot key as a Connection',
  instructions:
    'Open Build > Connections, create a Connection of the type "API Key (X-API-Key)" and name it "Engage Handover". The HTTP Request nodes below use it as their authentication.',
  values: [{ field: 'Key', value: BOT_KEY }],
};

const LEGACY_API: Part = {
  id: 'cognigy-legacy-api',
  title: 'Leave the removed API service',
  instructions:
    "This tenant sends notify and inject to Cognigy's API service, which Cognigy has removed from its cloud (announced for September 2026); only installations of your own from before 2026.6 still have it. Everywhere else remove the setting: the Endpoint service of bot.endpointBaseUrl is used then.",
  values: [{ field: 'PATCH of this tenant', value: '{ "bot": { "legacyApi": null } }' }],
};

/** What to do in Cognigy.AI, in order: the Endpoint, its Transformer, and the nodes of the flow. */
export function setupSteps(facts: SetupFacts): SetupStep[] {
  const parts: Part[] = [
    ...('legacyApi' in facts.bot ? [LEGACY_API] : []),
    ...(hasOnlyEngages(facts.engage) ? [] : channelSteps(facts)),
    ...nativeSteps(facts),
    CONNECTION,
    ...startSteps(facts),
    ...flowSteps(),
    ...optionalSteps(facts),
  ];
  return parts.map((part) => ({ missing: [], ...part, side: 'bot' }));
}

function channelSteps({ botBaseUrl, forwardOnlyHandover }: SetupFacts): Part[] {
  const script = transformerScript({
    messagesUrl: `${botBaseUrl}/cognigy/messages`,
    botKey: BOT_KEY,
    transformerSecret: TRANSFORMER_SECRET,
    forwardAll: !forwardOnlyHandover,
  });
  return [
    {
      id: 'cognigy-endpoint',
      title: 'Name the Endpoint to this service',
      instructions:
        'In Cognigy open Deploy > Endpoints and the Endpoint that your customers use (Webchat, Socket.IO, Webhook, WhatsApp, Facebook, LINE, Slack, Azure Bot Services, Sunshine or Voice Gateway; REST, 8x8, Intercom, Microsoft Teams, Twilio and NiCE Endpoints cannot receive agent messages). Copy its Endpoint URL (on Webchat: the Config URL). Of https://<host>/<URLToken>, put https://<host> into bot.endpointBaseUrl of this tenant and the last part into bot.urlTokens; repeat the latter for further Endpoints. Switch on "Use Contact Profiles" in the Endpoint, so that agents see who the customer is.',
      values: [
        {
          field: 'PATCH of this tenant',
          value: '{ "bot": { "endpointBaseUrl": "https://<host>", "urlTokens": ["<URLToken>"] } }',
        },
      ],
      missing: ['bot.endpointBaseUrl', 'bot.urlTokens'],
    },
    {
      id: 'cognigy-transformer',
      title: 'Paste the Endpoint Transformer',
      instructions:
        'In the same Endpoint open "Transformer Functions", switch on Input, Output, Notify and Inject, leave "Abort on Error" off, replace the whole template by this script, and put in the two secrets where it says so. On a Webhook Endpoint, WhatsApp and all others that are not Webchat or Socket.IO, replace createSocketTransformer in its last line by createWebhookTransformer. Save. Do this for every Endpoint; after changing forwardOnlyHandover paste the script again.',
      values: [{ field: 'Transformer', value: script }],
      missing: ['bot.transformerSecret'],
    },
  ];
}

function startSteps({ botBaseUrl }: SetupFacts): Part[] {
  return [
    {
      id: 'cognigy-transcript',
      title: 'Collect what was said so far',
      instructions:
        'Where the flow should hand over, add a "Get Transcript" node with a limit of 30 that stores into input.transcript, and below it a Code node with the code below: an HTTP Request node sends at most 65 kB, so this keeps the newest turns that fit together with the profile. Skip both, and leave "transcript" out of the payload of the next step, if Engage gets every conversation anyway. If your contact profiles are larger than some 50 kB, list the members that agents need instead of the whole profile.',
      values: [{ field: 'Code', value: TRANSCRIPT_NODE }],
    },
    {
      id: 'cognigy-start',
      title: 'Ask for an agent',
      instructions:
        'Below it add an HTTP Request node: method POST, authentication type "API Key (X-API-Key)" with the Connection, payload type JSON, store the response in Input under "handoverStart", switch "Abort Flow Execution on Error", "Execute asynchronously" and "Cache Results" off, timeout 8000, retry attempts 2. The nodes fit everywhere: behind an intent, in the escalation of a Question node ("Go To Node" or "Execute Flow and Return"), or as the branch of a tool of an AI Agent, which may be called again while the handover runs. Ids stand in quotes: as numbers long ones would be refused. After the node, branch: input.handoverStart.handoverId is there when it worked, else input.handoverStart.handover.error.message says why not. If input.handoverStart.warnings is there, shorten what is sent.',
      values: [
        { field: 'URL', value: `${botBaseUrl}/cognigy/handovers` },
        { field: 'Payload', value: START_BODY },
      ],
    },
  ];
}

function flowSteps(): Part[] {
  return [
    {
      id: 'cognigy-waiting',
      title: 'Tell the customer to wait',
      instructions:
        'After a successful start add a Say node with your words ("One moment, I am finding a colleague."), a quick reply "Cancel" with the payload of cancelPayload if you like, and in its settings under Data the value below: with it the transformer knows at once that an agent is asked for.',
      values: [{ field: 'Data', value: WAITING_DATA }],
    },
    {
      id: 'cognigy-events',
      title: 'Listen to what happens',
      instructions:
        'Below that Say node add a Code node with the code below, mark it as an Entrypoint, and below it a Lookup node of the type "Handover Status" (or "CognigyScript" on input.data.handover.status) with the cases queue, active, completed, cancelled and error, all in lower case. Lead the Say node to the Code node by a "Go To" node set to "Go to Node and wait for Input". In the cases: queue - look at input.data.handover.event first: "inactivity" asks whether the customer is still there, "queueUpdate" may tell input.data.handover.position and .estimatedWaitTime (milliseconds; either may be missing), "accepted" and "agentJoined" need no words; active - "inactivity" as before, else nothing; completed - greet the customer back; cancelled - confirm; error - say that no one is available (input.data.handover.error.message). End queue and active with the same "Go To" and wait for input; let the other three go on with the flow. Never lead back without waiting for input: Cognigy stops a loop after four passes.',
      values: [{ field: 'Code', value: CODE_NODE }],
    },
    {
      id: 'cognigy-test',
      title: 'Try it',
      instructions:
        'Open the Webchat demo of the Endpoint, ask for an agent, answer in Engage, and complete the conversation there: the Webchat shows the answer, and the flow goes on in the case "completed". If nothing arrives in Engage, look at the Logs of the Cognigy project for the transformer and at /admin/deliveries here.',
      values: [],
    },
  ];
}

function optionalSteps({ botBaseUrl, urls }: SetupFacts): Part[] {
  return [
    {
      id: 'cognigy-end',
      title: 'Optional: end or watch a handover from the flow',
      instructions:
        'Further HTTP Request nodes like the first end the handover as completed (close) or as cancelled (cancel), or set the minutes of silence after which the flow receives an event (inactivity). Each is answered by 202, or by 404 when no handover runs; the flow then receives an event.',
      values: [
        { field: 'Close: URL', value: `${botBaseUrl}/cognigy/handovers/close` },
        { field: 'Cancel: URL', value: `${botBaseUrl}/cognigy/handovers/cancel` },
        { field: 'Close and cancel: payload', value: END_BODY },
        { field: 'Inactivity: URL', value: `${botBaseUrl}/cognigy/handovers/inactivity` },
        { field: 'Inactivity: payload', value: INACTIVITY_BODY },
      ],
    },
    {
      id: 'cognigy-say-data',
      title: 'Optional: start without an HTTP Request node',
      instructions:
        'A Say node without text and with this Data starts a handover by way of the Output Transformer (action "close" and "cancel" end it). The flow cannot read the answer: should the start be refused, its next input carries input.data.handover with the status "error".',
      values: [{ field: 'Data', value: START_DATA }],
    },
    {
      id: 'cognigy-outputs',
      title: 'Optional: take the outputs of a Webhook Endpoint',
      instructions:
        'For a Webhook Endpoint choose a password and put it into bot.outputsPassword of this tenant (and a user name into bot.outputsUser, else it is "cognigy"). In the Endpoint put in the URL below as Webhook URL and switch on Basic authentication with that user and password.',
      values: [{ field: 'Webhook URL', value: urls['cognigyOutputsUrl'] ?? '' }],
    },
    {
      id: 'cognigy-network',
      title: 'Check the network',
      instructions:
        'Cognigy must reach this service over HTTPS with a certificate of a public authority (otherwise its nodes fail with UNABLE_TO_VERIFY_LEAF_SIGNATURE). If you filter by address, let in the outbound addresses that Cognigy publishes for your installation. This service must reach the host of bot.endpointBaseUrl.',
      values: [{ field: 'Reached by Cognigy', value: botBaseUrl }],
    },
  ];
}
