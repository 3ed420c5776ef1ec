import type { EngageCategory, EngageSource, EngageUser, EngageWebhook } from '#engage-outbound';
import type { DomainState } from '../domain/domain-state.js';
import { type Owned, Ownership } from '../domain/owned.js';
import { type Site, type Wish, WISH_DEFAULTS } from '../domain/wish.js';

export const EVENTS = ['content.imported', 'task.taken'];
export const SITE: Site = {
  slug: 'acme',
  baseApiUrl: 'https://acme.api.engagement.dimelo.com',
  engageUrl: 'https://handover.example/handover/rce/acme',
  sourceId: 'source-1',
  nativeSourceIds: [],
  botCategoryId: undefined,
  agentCategoryId: undefined,
  canSend: true,
  verifyToken: 'verify-acme',
  botIdentity: { id: 'bot', screenname: 'Bot' },
  agentIdentity: { id: 'agent', screenname: 'Agent' },
  secretMark: 'mark-1',
  events: EVENTS,
};

export const aCategory = (id: string, name: string, parentId?: string): EngageCategory => ({ id, name, parentId });

export const aSource = (own: Partial<EngageSource> = {}): EngageSource => ({
  id: 'source-1',
  name: 'Web chat',
  active: true,
  type: 'sdk',
  communityId: 'community-1',
  status: 'ok',
  errorMessage: undefined,
  channelId: 'channel-1',
  defaultCategoryIds: [],
  ...own,
});

export const aUser = (id: string, own: Partial<EngageUser> = {}): EngageUser => ({
  id,
  name: `User ${id}`,
  email: `${id}@example.org`,
  enabled: true,
  roleId: 'role-1',
  categoryIds: [],
  teamIds: [],
  identityIds: [],
  ...own,
});

export const aWebhook = (own: Partial<EngageWebhook> = {}): EngageWebhook => ({
  id: 'webhook-1',
  url: SITE.engageUrl,
  active: true,
  status: 'enabled',
  verifyToken: SITE.verifyToken,
  events: EVENTS,
  tokenId: 'token-1',
  ...own,
});

type Overrides = Partial<Omit<DomainState, 'site' | 'wish' | 'owned'>> & {
  readonly site?: Partial<Site>;
  readonly wish?: Partial<Wish>;
  readonly owned?: readonly Owned[];
};

/** A domain with only a source, and the given differences. */
export function aDomain({ site, wish, owned = [], ...own }: Overrides = {}): DomainState {
  return {
    site: { ...SITE, ...site },
    wish: { ...WISH_DEFAULTS, ...wish },
    owned: new Ownership(owned),
    categories: { value: [] },
    source: { value: aSource() },
    channels: { value: [{ id: 'channel-1', name: 'Realtime', sourceIds: ['source-1'] }] },
    webhooks: { value: [] },
    folders: { value: [] },
    botIdentity: { value: undefined },
    agentIdentity: { value: undefined },
    teams: { value: [] },
    users: { value: [] },
    permissions: { value: new Map() },
    ...own,
  };
}

/** An object that runs have created, and its current id. */
export const owns = (key: string, id: string | null, own: Partial<Owned> = {}): Owned => ({
  key,
  id,
  created: true,
  detail: {},
  ...own,
});

const ROOT = aCategory('root', 'Handover');
const BOT = aCategory('bot', 'Bot', 'root');
const AGENT = aCategory('agent', 'Agent', 'root');

/** The same domain after a run. */
export function aReadyDomain(own: Overrides = {}): DomainState {
  const { site, owned = [], ...rest } = own;
  return aDomain({
    site: { botCategoryId: 'bot', agentCategoryId: 'agent', ...site },
    owned: [
      owns('category.root', 'root'),
      owns('category.bot', 'bot'),
      owns('category.agent', 'agent'),
      owns('webhook', 'webhook-1', { detail: { secretMark: 'mark-1' } }),
      owns('folder', 'folder-1'),
      owns('default-category', 'source-1', { created: false, detail: { before: [], after: ['bot'] } }),
      ...owned,
    ],
    categories: { value: [ROOT, BOT, AGENT] },
    source: { value: aSource({ defaultCategoryIds: ['bot'] }) },
    webhooks: { value: [aWebhook()] },
    folders: {
      value: [
        {
          id: 'folder-1',
          label: WISH_DEFAULTS.folder,
          query: 'source:source-1 categorized_in:agent',
          parentId: undefined,
        },
      ],
    },
    botIdentity: { value: { id: 'i-bot', foreignId: 'bot', displayName: 'Bot', userIds: [] } },
    agentIdentity: { value: { id: 'i-agent', foreignId: 'agent', displayName: 'Agent', userIds: ['mara'] } },
    ...rest,
  });
}
