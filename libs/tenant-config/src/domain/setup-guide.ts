import { engageMenu } from './engage-menus.js';
import type { ENGAGE_SECRETS } from './stored-tenant.js';
import type { EngageSettings } from './tenant.js';

/** Something to paste. */
export interface SetupValue {
  readonly field: string;
  readonly value: string;
}

export interface SetupStep {
  readonly id: string;
  readonly side: 'engage' | 'bot';
  readonly title: string;
  /** What to click and type. */
  readonly instructions: string;
  /** Values to copy from here to there. */
  readonly values: readonly SetupValue[];
  /** Settings of the tenant that this step makes known, and that are still missing. */
  readonly missing: readonly string[];
}

export interface SetupFacts {
  /** `bot` of the tenant, secrets as hints. */
  readonly bot: object;
  readonly engage: Omit<EngageSettings, (typeof ENGAGE_SECRETS)[number]>;
  /** Whether Engage gets a conversation only when it is handed over. */
  readonly forwardOnlyHandover: boolean;
  readonly engageUrl: string;
  readonly botBaseUrl: string;
  /** Addresses of the bot platform's own, by name. */
  readonly urls: Readonly<Record<string, string>>;
  readonly missing: readonly string[];
}

/** What to do on both sides, in order. Secrets are placeholders: they are shown once, when they are made. */
export function setupSteps(facts: SetupFacts, botSide: (facts: SetupFacts) => SetupStep[] = botSteps): SetupStep[] {
  return [
    ...sourceSteps(facts),
    ...routingSteps(),
    ...nativeSteps(facts),
    ...webhookSteps(facts),
    ...botSide(facts),
  ].map((step) => ({
    ...step,
    missing: step.missing.filter((setting) => facts.missing.includes(setting)),
  }));
}

function sourceSteps({ engageUrl }: SetupFacts): SetupStep[] {
  return [
    {
      id: 'source',
      side: 'engage',
      title: 'Create a RingCX Digital channel SDK (Engage Digital: a source)',
      instructions: `Engage Digital is now called RingCX Digital, and a source a channel. Open ${engageMenu('communities')} and add one of the type "SDK". Then open ${engageMenu('sources')}, add a "RingCX Digital channel SDK" (older: "Engage Digital channel SDK" or "Engage Digital Source SDK") in this community, fill in the Base URI and save. Engage then shows the realtime endpoint URL and the access token: put both into this tenant. Engage, bots and customers must be able to reach this host, for it also hands out files, under /files/.`,
      values: [{ field: 'Base URI', value: engageUrl }],
      missing: ['engage.baseApiUrl', 'engage.realtimeEndpointUrl', 'engage.realtimeAccessToken'],
    },
    {
      id: 'source-check',
      side: 'engage',
      title: 'Save the source again',
      instructions:
        'Once this tenant has the access token, open the source and save it again, so that Engage learns what it can do here. Do it once more after an update of this service: until Engage has read messages.attachments, agents cannot send files.',
      values: [],
      missing: [],
    },
  ];
}

function routingSteps(): SetupStep[] {
  return [
    {
      id: 'categories',
      side: 'engage',
      title: 'Create the categories Bot and Agent',
      instructions: `Open ${engageMenu('categories')}, create "Bot" and "Agent" below one root, and put their ids into this tenant: they are in the addresses of their pages, /admin/categories/<id>/edit. Make "Bot" the default category of the source, and give agents the category "Agent". If agents choose from folders instead of being assigned, add one for "Agent" at ${engageMenu('folders')}.`,
      values: [],
      missing: ['engage.botCategoryId', 'engage.agentCategoryId'],
    },
    {
      id: 'api-token',
      side: 'engage',
      title: 'Create an API access token',
      instructions: `Open ${engageMenu('apiTokens')}, create a token for a user who may read and categorise the threads of the source and comment on interventions, and put it into this tenant. Comments carry the note of a handover; set handover.noteAsComment to false to do without. This is not the API access token of the source, which signs.`,
      values: [],
      missing: ['engage.apiAccessToken'],
    },
  ];
}

/** Only where the bot answers on sources that Engage serves itself. */
function nativeSteps({ engage: { nativeSourceIds } }: SetupFacts): SetupStep[] {
  if (nativeSourceIds.length === 0) return [];
  return [
    {
      id: 'native-sources',
      side: 'engage',
      title: "Let the bot answer on Engage's own sources",
      instructions:
        'Give the user of the API access token the permissions "read" and "reply" on these sources, make "Bot" their default category, and do not leave them out of the webhook below. If that user is a virtual agent in Engage, set engage.virtualAgent to true.',
      values: nativeSourceIds.map((id) => ({ field: 'Source', value: id })),
      missing: [],
    },
  ];
}

function webhookSteps({ engage, engageUrl }: SetupFacts): SetupStep[] {
  return [
    {
      id: 'webhook',
      side: 'engage',
      title: 'Add the webhook',
      instructions: `Open ${engageMenu('webhooks')}, add a webhook with these values, switch on all events of interventions, tasks and contents, and limit it to this source: in "Channels filtering strategy" (older: "Sources filtering strategy") choose "No channels except" (older: "No sources except").`,
      values: [
        { field: 'URL', value: engageUrl },
        { field: 'Verify token', value: engage.verifyToken },
        { field: 'Secret', value: '<webhookSecret: shown when it was made; rotate it to get a new one>' },
      ],
      missing: ['engage.webhookSecret'],
    },
    {
      id: 'agents',
      side: 'engage',
      title: 'Let agents answer',
      instructions: `Give the agents the rights "read" and "reply" on the source (${engageMenu('agents')}, key icon), put the source into a channel group (${engageMenu('channelGroups')}), and mark the identity below as controlled, assigned to the agents (${engageMenu('identities')}). Engage knows it once a first message has arrived there.`,
      values: [{ field: 'Identity', value: engage.agentIdentity.screenname }],
      missing: [],
    },
  ];
}

function botSteps({ botBaseUrl, missing }: SetupFacts): SetupStep[] {
  return [
    {
      id: 'bot-calls',
      side: 'bot',
      title: 'Let the bot call this service',
      instructions:
        'Configure the bot with the address and its key. It reports messages to /messages and starts a handover with /handovers.',
      values: [
        { field: 'Base URL', value: botBaseUrl },
        { field: 'Authorization', value: 'Bearer <bot key: shown when it was made; make another under bot-keys>' },
      ],
      missing: [],
    },
    {
      id: 'bot-settings',
      side: 'bot',
      title: 'Tell this service how to reach the bot',
      instructions: 'Put what is missing into `bot` of this tenant. The bot needs the secrets to check our signatures.',
      values: [],
      missing: missing.filter((setting) => setting.startsWith('bot.')),
    },
  ];
}
