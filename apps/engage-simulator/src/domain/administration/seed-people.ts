import { blankUser } from '../state/blank-records.js';
import type { EngageState } from '../state/engage-state.js';
import type { User } from '../state/model.js';
import { type Seed, sourceIdsOf, stamp } from '../state/seed.js';
import { EVERY_RIGHT, granting } from './rights.js';

/** The usual rights of agents: their own work, no administration. */
const AGENT_RIGHTS = [
  'access_pull_mode',
  'read_content_source',
  'read_identity',
  'receive_tasks',
  'search_contents',
  'update_own_intervention',
  'use_emoji',
];

/** Two agents and their team, a virtual agent, and the owner of the REST token with its role. */
export function seedPeople(state: EngageState, seed: Seed): void {
  seedRoles(state, seed);
  const { maraId, jonasId, agentCategoryId, billingCategoryId } = seed;
  state.users.add(owner(seed));
  state.users.add(agent(seed, maraId, ['Mara', 'Lindqvist'], [agentCategoryId]));
  state.users.add(agent(seed, jonasId, ['Jonas', 'Weber'], [agentCategoryId, billingCategoryId]));
  state.users.add(virtualAgent(seed));
  state.tokens.add({ ...stamp(seed.tokenId), value: seed.restAccessToken, user_id: seed.tokenUserId });
  const members = { leader_ids: [jonasId], user_ids: [maraId, jonasId] };
  state.teams.add({ ...stamp(seed.teamId), name: 'Service desk', ...members });
}

export function seedRoles(state: EngageState, seed: Seed): void {
  state.roles.add({ ...stamp(seed.roleId), label: 'Agent', ...granting(AGENT_RIGHTS) });
  state.roles.add({ ...stamp(seed.ownerRoleId), label: 'Administrator', ...granting(EVERY_RIGHT) });
}

const everywhere = (seed: Seed): Record<string, string[]> =>
  Object.fromEntries(sourceIdsOf(seed).map((sourceId) => [sourceId, ['read', 'reply', 'initiate_discussion']]));

const person = (id: string, [firstname, lastname]: [string, string]): User => ({
  ...blankUser(),
  ...stamp(id),
  firstname,
  lastname,
  email: `${firstname}.${lastname}@example.org`.toLowerCase(),
  spoken_languages: ['en', 'de'],
  agent: false,
});

const owner = (seed: Seed): User => ({
  ...person(seed.tokenUserId, ['Handover', 'Service']),
  role_id: seed.ownerRoleId,
  sources_permissions: everywhere(seed),
});

const virtualAgent = (seed: Seed): User => ({
  ...person(seed.virtualAgentId, ['Virtual', 'Agent']),
  role_id: seed.roleId,
  virtual_agent: true,
  sources_permissions: everywhere(seed),
});

const agent = (seed: Seed, id: string, name: [string, string], skills: string[]): User => ({
  ...person(id, name),
  role_id: seed.roleId,
  agent: true,
  connected: true,
  availability: { [seed.channelId]: 'available', [seed.asyncChannelId]: 'available' },
  team_ids: [seed.teamId],
  category_ids: seed.prepared ? skills : [],
  sources_permissions: seed.prepared ? everywhere(seed) : {},
});
