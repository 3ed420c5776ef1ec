import type { SetupFacts } from '../setup-facts.js';
import { setupStep, type SetupStep } from '../setup-step.js';
import { engageMenu } from '#tenant-config';
import { administrationLinks } from './page-links.js';

/** Steps that the API of Engage cannot do; afterwards this service can do the rest. */
export function manualSteps(facts: SetupFacts): SetupStep[] {
  const ownSource = hasOnlyNativeSources(facts) ? [] : [sourceStep(facts), saveAgainStep(facts)];
  return [apiTokenStep(facts), ...ownSource];
}

/** Whether all customers are on sources that Engage serves itself. */
export function hasOnlyNativeSources({ engage: { nativeSourceIds, sourceId } }: SetupFacts): boolean {
  return nativeSourceIds.length > 0 && sourceId === undefined;
}

function apiTokenStep(facts: SetupFacts): SetupStep {
  return setupStep({
    id: 'api-token',
    title: 'Create an API access token',
    manual: true,
    links: administrationLinks(facts),
    instructions: [
      `In Engage Digital, now called RingCX Digital, open ${engageMenu('apiTokens')} and create a token. Use a separate user account for it: everything that this account does counts as the bot's.`,
      'The user needs the rights to read the source, to edit threads and interventions and to comment on them. To let this service set up the rest, it also needs the rights to manage categories, sources, folders, webhooks and users; this service names every right that is missing.',
      'Send the token to this service, together with the address of your Engage domain. The browser shows this address while you are in Engage, for example `acme.digital.ringcentral.com`; this service turns it into `baseApiUrl`, the address of the REST API: `https://acme.api.digital.ringcentral.com`.',
    ],
    inputs: [
      { setting: 'engage.baseApiUrl', label: 'Address of your Engage domain' },
      { setting: 'engage.apiAccessToken', label: 'API access token', secret: true },
    ],
    checks: [
      'engage-host',
      'engage-reachable',
      'engage-address',
      'engage-token',
      'right-webhooks',
      'right-users',
      'right-tasks',
      'right-journal',
    ],
  });
}

function sourceStep(facts: SetupFacts): SetupStep {
  return setupStep({
    id: 'source',
    title: 'Create the source',
    manual: true,
    links: administrationLinks(facts),
    instructions: [
      `Open ${engageMenu('communities')} and add a community profile of the type "SDK", unless you have one for this bot.`,
      `Open ${engageMenu('sources')} and add a source (newer pages: channel) of the type "RingCX Digital channel SDK" (older: "Engage Digital channel SDK" or "Engage Digital Source SDK").`,
      'Choose the community profile, paste the Base URI below and save.',
      `Open ${engageMenu('channelGroups')} and add the source to the group whose agents should answer. In its routing strategy, keep the delay of a step "anyone" at 0: otherwise agents are offered conversations with the bot.`,
      'Engage now shows the realtime endpoint URL (in some editions under "Implementation Details") and the access token of the source. Send both to this service. This token signs messages. It is not the API access token of the previous step.',
    ],
    values: [{ field: 'Base URI', value: facts.engageUrl }],
    inputs: [
      { setting: 'engage.realtimeEndpointUrl', label: 'Realtime endpoint URL' },
      { setting: 'engage.realtimeAccessToken', label: 'Access token of the source', secret: true },
    ],
    checks: [
      'source-exists',
      'source-active',
      'source-type',
      'source-channel-group',
      'realtime-source',
      'realtime-token',
    ],
  });
}

function saveAgainStep(facts: SetupFacts): SetupStep {
  return setupStep({
    id: 'source-save',
    title: 'Save the source again',
    manual: true,
    links: administrationLinks(facts),
    instructions: [
      'Open the source once more and save it without a change. Engage now asks this service what the source can do. Before, this service could not answer, because it did not have the token.',
      'Repeat this after an update of this service if the changelog says so.',
    ],
    checks: ['realtime-action', 'capabilities-read', 'sdk-signature'],
  });
}

/** After the identities exist: the API cannot mark them. */
export function identityStep(facts: SetupFacts): SetupStep {
  const { botIdentity, agentIdentity } = facts.engage;
  return setupStep({
    id: 'identities',
    title: 'Mark the identities of the bot and of the agents as controlled',
    manual: true,
    links: administrationLinks(facts),
    instructions: [
      `Open ${engageMenu('identities')} and find the two identities below. The setup call creates them; otherwise they exist once a first message has arrived.`,
      'Mark both as controlled. Messages of the bot then appear on the side of your company, not of the customer, and agents can write as the second identity.',
      'Run the setup of the previous step again with the chosen agents: this service then assigns the second identity to them.',
      `Or assign the identity yourself: open ${engageMenu('agents')}, choose the agent and the community profile, and select the identity.`,
    ],
    values: [
      { field: 'Identity of the bot', value: botIdentity.screenname },
      { field: 'Identity of the agents', value: agentIdentity.screenname },
    ],
    checks: ['bot-identity', 'agent-identity'],
  });
}
