import type { CheckGroup } from '#tenant-config';

/** The Engage domain and the token. */
export const DOMAIN_CHECKS = {
  'engage-reachable': {
    title: 'The Engage domain answers',
    looksAt: 'A call to `engage.baseApiUrl`.',
    needs: [],
    hourly: true,
  },
  'engage-host': {
    title: 'The base address is an Engage domain',
    looksAt: "Whether the answer is that of Engage's REST API.",
    needs: ['engage-reachable'],
    hourly: true,
  },
  'engage-token': {
    title: 'Engage knows the API access token',
    looksAt: '`engage.apiAccessToken`, by the same call.',
    needs: ['engage-host'],
    hourly: true,
  },
  'engage-clock': {
    title: 'The clock agrees with Engage',
    looksAt: "The `Date` header of Engage's answer. Engage's clock decides what belongs to which handover.",
    needs: ['engage-token'],
    hourly: true,
  },
  'rate-budget': {
    title: 'The limit of REST calls of Engage is not reached',
    looksAt: 'The calls of the last minute to the domain, of all its tenants; Engage allows 500.',
    needs: [],
    hourly: true,
  },
} as const satisfies CheckGroup;

/** The rights of the token's user; one call tests one right. */
export const RIGHT_CHECKS = {
  'right-webhooks': {
    title: 'The token may read webhooks',
    looksAt: '`GET /webhooks`.',
    needs: ['engage-token'],
    hourly: true,
  },
  'right-users': {
    title: 'The token may read users',
    looksAt: '`GET /users`: only the checks of agents and provisioning need it.',
    needs: ['engage-token'],
    hourly: false,
  },
  'right-tasks': {
    title: 'The token may monitor tasks',
    looksAt: '`GET /status`: who is available.',
    needs: ['engage-token'],
    hourly: true,
  },
  'right-journal': {
    title: 'The token may search the journal',
    looksAt: '`GET /events`: why a webhook or a source was switched off.',
    needs: ['engage-token'],
    hourly: false,
  },
} as const satisfies CheckGroup;

/** Categories. */
export const CATEGORY_CHECKS = {
  'bot-category': {
    title: 'The category Bot exists',
    looksAt: '`engage.botCategoryId`.',
    needs: ['engage-token'],
    hourly: false,
  },
  'agent-category': {
    title: 'The category Agent exists',
    looksAt: '`engage.agentCategoryId`.',
    needs: ['engage-token'],
    hourly: false,
  },
  'category-parents': {
    title: 'Bot and Agent are under one category',
    looksAt: 'The parents of both.',
    needs: ['bot-category', 'agent-category'],
    hourly: false,
  },
  'bot-category-free': {
    title: 'No agent has the category Bot',
    looksAt:
      'Whether enabled users have `engage.botCategoryId` as a skill: they would be offered conversations of the bot.',
    needs: ['right-users', 'bot-category'],
    hourly: false,
  },
  'agent-folder': {
    title: 'Agents have a folder for handovers',
    looksAt: 'Whether a folder searches for the agent category. Only where the domain does not route tasks.',
    needs: ['agent-category'],
    hourly: false,
  },
} as const satisfies CheckGroup;

/** The Channel SDK source. */
export const SOURCE_CHECKS = {
  'source-exists': {
    title: 'The source exists',
    looksAt: '`engage.sourceId`, which is also the end of the realtime endpoint URL.',
    needs: ['engage-token'],
    hourly: true,
  },
  'source-active': {
    title: 'The source is active',
    looksAt: '`active` and `status` of the source.',
    needs: ['source-exists'],
    hourly: true,
  },
  'source-type': {
    title: 'The source is of type Channel SDK',
    looksAt: '`type` of the source.',
    needs: ['source-exists'],
    hourly: false,
  },
  'source-default-category': {
    title: 'New conversations get the category Bot',
    looksAt: 'The default categories of the source.',
    needs: ['source-exists'],
    hourly: false,
  },
  'source-channel-group': {
    title: 'The source is in a channel group',
    looksAt: 'The channel group of the source: without one, no agent is offered its tasks.',
    needs: ['source-exists'],
    hourly: false,
  },
  'realtime-source': {
    title: 'The realtime endpoint knows the source',
    looksAt: '`engage.realtimeEndpointUrl`, by a read mark for a message that does not exist.',
    needs: ['engage-address'],
    hourly: true,
  },
  'realtime-token': {
    title: 'Engage accepts our signature',
    looksAt: '`engage.realtimeAccessToken`, by the same signed call. The same token checks what Engage sends us.',
    needs: ['realtime-source'],
    hourly: true,
  },
  'realtime-action': {
    title: 'The source has read what we implement',
    looksAt: 'Whether Engage accepts the action of the same call: it knows our actions only after it has read them.',
    needs: ['realtime-token'],
    hourly: true,
  },
} as const satisfies CheckGroup;

/** The webhook. */
export const WEBHOOK_CHECKS = {
  'webhook-exists': {
    title: 'There is a webhook to this service',
    looksAt: 'The webhooks that the token may see, by their URL.',
    needs: ['right-webhooks'],
    hourly: true,
  },
  'webhook-active': {
    title: 'The webhook is active and not suspended',
    looksAt: '`active` and `webhook_status`, with the reason from the journal.',
    needs: ['webhook-exists'],
    hourly: true,
  },
  'webhook-events': {
    title: 'The webhook reports all needed events',
    looksAt: 'The registered events.',
    needs: ['webhook-exists'],
    hourly: false,
  },
  'webhook-verify-token': {
    title: 'The webhook has our verification token',
    looksAt: 'The verification token that Engage shows, and `engage.verifyToken`.',
    needs: ['webhook-exists'],
    hourly: false,
  },
} as const satisfies CheckGroup;

/** Who answers in Engage. */
export const PEOPLE_CHECKS = {
  'bot-identity': {
    title: 'The identity of the bot exists and is controlled',
    looksAt: 'The identity `engage.botIdentity` of the source and the agents it is given to.',
    needs: ['source-exists'],
    hourly: false,
  },
  'agent-identity': {
    title: 'Agents can write as the agent identity',
    looksAt: 'The identity `engage.agentIdentity` of the source and the agents it is given to.',
    needs: ['source-exists'],
    hourly: false,
  },
  'agents-exist': {
    title: 'There are agents with the category Agent',
    looksAt: 'Enabled users with `engage.agentCategoryId` as a skill.',
    needs: ['right-users', 'agent-category'],
    hourly: false,
  },
  'agents-may-reply': {
    title: 'These agents may read and reply on the source',
    looksAt: 'The permissions on the source, of four agents at most.',
    needs: ['agents-exist', 'source-exists'],
    hourly: false,
  },
  'agents-online': {
    title: 'An agent is available now',
    looksAt: '`GET /status`, on the channel group of the source.',
    needs: ['right-tasks', 'agent-category', 'source-exists'],
    hourly: true,
  },
  'native-sources': {
    title: 'The token may use the sources that Engage serves itself',
    looksAt: '`engage.nativeSourceIds`: read permission, and whether Engage has refused replies.',
    needs: ['engage-token'],
    hourly: false,
  },
} as const satisfies CheckGroup;
