const id = (last: string): string => `65a1c0de0000000000000${last.padStart(3, '0')}`;

/** Ids, names and secrets of a new domain. Tests and the playground read them from here; each can be overridden. */
export const DEFAULT_SEED = {
  domain: 'demo',
  domainId: id('001'),
  sourceId: id('010'),
  sourceName: 'Web chat',
  /** Key of the signatures in both directions. */
  sourceAccessToken: 'simulated-source-access-token-0123456789abcdef0123456789abcdef00',
  /** Base URI of the source; null until one is saved. */
  baseUri: null as string | null,
  nativeSourceId: id('011'),
  nativeSourceType: 'whatsapp',
  /** Types of structured contents it supports. */
  nativeKinds: ['select', 'template', 'list', 'carousel', 'rich_link'],
  /** The identity that customers of the native source write to, and that replies are sent as. */
  nativeIdentityId: id('016'),
  /** A second native source, which supports other types. */
  appleSourceId: id('017'),
  appleSourceType: 'apple_messages_for_business',
  appleKinds: ['select', 'rich_link', 'list', 'time_select'],
  appleCommunityId: id('018'),
  appleIdentityId: id('019'),
  communityId: id('012'),
  nativeCommunityId: id('013'),
  channelId: id('014'),
  channelName: 'Realtime',
  asyncChannelId: id('015'),
  softCapability: 5,
  hardCapability: 10,
  rootCategoryId: id('020'),
  botCategoryId: id('021'),
  agentCategoryId: id('022'),
  billingCategoryId: id('023'),
  teamId: id('030'),
  /** Role of the agents. */
  roleId: id('031'),
  /** Role of the owner of the REST token: every right. */
  ownerRoleId: id('032'),
  /** Owner of the REST token. */
  tokenUserId: id('040'),
  tokenId: id('041'),
  restAccessToken: 'simulated-rest-access-token-0001',
  /** Agent with the skill Agent. */
  maraId: id('042'),
  /** Agent with the skills Agent and Billing. */
  jonasId: id('043'),
  /** The owner of cases that a bot opens by `/bots/engage`. */
  virtualAgentId: id('044'),
  rootFolderId: id('050'),
  agentFolderId: id('051'),
  /** False: a domain that is not set up for a bot: no categories, no folders, and agents without skills and permissions. */
  prepared: true as boolean,
};

export type Seed = typeof DEFAULT_SEED;

/** The source's own id of that account. */
export const NATIVE_ACCOUNT = 'native-account';

const SEEDED_AT = '2026-01-10T08:00:00.000Z';
export const stamp = (recordId: string): { id: string; created_at: string; updated_at: string } => ({
  id: recordId,
  created_at: SEEDED_AT,
  updated_at: SEEDED_AT,
});

export const sourceIdsOf = (seed: Seed): string[] => [seed.sourceId, seed.nativeSourceId, seed.appleSourceId];
