import { blankIdentity } from './blank-records.js';
import { seedPeople } from '../administration/seed-people.js';
import type { EngageState } from './engage-state.js';
import type { Category, Channel, PlainRecord, Source } from './model.js';
import { NATIVE_ACCOUNT, type Seed, sourceIdsOf, stamp } from './seed.js';

/** Fills an empty state: a Channel SDK source and two native ones, categories, a channel group, two agents, one REST token. */
export function seedState(state: EngageState, seed: Seed): void {
  state.domainId = seed.domainId;
  state.domainName = seed.domain;
  seedSources(state, seed);
  if (seed.prepared) seedCategories(state, seed);
  seedPeople(state, seed);
  seedAccount(state, seed.nativeIdentityId, seed.nativeSourceId);
  seedAccount(state, seed.appleIdentityId, seed.appleSourceId);
  if (seed.prepared) seedFolders(state, seed);
}

function seedSources(state: EngageState, seed: Seed): void {
  state.communities.add(community(seed.communityId, 'Web chat community', 'sdk'));
  state.communities.add(community(seed.nativeCommunityId, 'Messaging community', seed.nativeSourceType));
  state.communities.add(community(seed.appleCommunityId, 'Apple Messages community', seed.appleSourceType));
  state.channels.add(channel(seed.asyncChannelId, 'Async', [], seed));
  state.channels.add(channel(seed.channelId, seed.channelName, sourceIdsOf(seed), seed));
  state.sources.add(source(seed, seed.sourceId, seed.sourceName, 'sdk', seed.communityId));
  state.sources.add(source(seed, seed.nativeSourceId, 'Messaging', seed.nativeSourceType, seed.nativeCommunityId));
  state.sources.add(source(seed, seed.appleSourceId, 'Apple Messages', seed.appleSourceType, seed.appleCommunityId));
  state.nativeKinds = { [seed.nativeSourceId]: [...seed.nativeKinds], [seed.appleSourceId]: [...seed.appleKinds] };
  state.sdk = {
    [seed.sourceId]: {
      base_uri: seed.baseUri,
      access_token: seed.sourceAccessToken,
      capabilities: null,
      since_ids: {},
    },
  };
}

const community = (recordId: string, name: string, type: string): PlainRecord => ({
  ...stamp(recordId),
  name,
  type,
  active: true,
});

const channel = (recordId: string, name: string, sourceIds: string[], seed: Seed): Channel => ({
  ...stamp(recordId),
  name,
  label: name,
  source_ids: sourceIds,
  soft_capability: seed.softCapability,
  hard_capability: seed.hardCapability,
  task_timeout_seconds: 60,
  agent_sla: 120,
  agent_sla_threshold: 80,
  task_auto_complete_seconds: null,
  auto_complete_category_ids: [],
});

const source = (seed: Seed, recordId: string, name: string, type: string, communityId: string): Source => ({
  ...stamp(recordId),
  name,
  type,
  active: true,
  status: 'ok',
  error_message: null,
  community_id: communityId,
  channel_id: seed.channelId,
  color: 1,
  color_hex: '#4A90D9',
  hidden_from_stats: false,
  auto_detect_content_language: true,
  content_languages: ['en', 'de'],
  default_content_language: 'en',
  content_archiving: false,
  content_archiving_period: null,
  default_category_ids: seed.prepared ? [seed.botCategoryId] : [],
  user_thread_default_category_ids: [],
  default_task_priority: 1,
  intervention_messages_boost: 0,
  transferred_tasks_boost: 0,
  sla_response: 300,
  sla_threshold: 80,
  sla_expired_strategy: 'max',
  sla_filtering_categories_strategy: 'ignored_categories',
  sla_filtering_category_ids: [],
  time_sheet_ids: [],
  attachments_security_level: 'relaxed',
  signatures: [],
  auto_response_triggers: [],
  from_name: '{{firstname}} {{lastname}}',
});

function seedCategories(state: EngageState, seed: Seed): void {
  const category = (recordId: string, name: string, parentId: string | null): Category => ({
    ...stamp(recordId),
    name,
    parent_id: parentId,
    color: parentId ? 0 : 3,
    mandatory: false,
    multiple: parentId === null,
    post_qualification: false,
    unselectable: parentId === null,
    source_ids: [],
  });
  state.categories.add(category(seed.rootCategoryId, 'Handover', null));
  state.categories.add(category(seed.botCategoryId, 'Bot', seed.rootCategoryId));
  state.categories.add(category(seed.agentCategoryId, 'Agent', seed.rootCategoryId));
  state.categories.add(category(seed.billingCategoryId, 'Billing', seed.rootCategoryId));
}

/** A native source has its own account; all agents may write as this identity. */
function seedAccount(state: EngageState, identityId: string, sourceId: string): void {
  const users = state.users.all();
  state.identities.add({
    ...blankIdentity(),
    ...stamp(identityId),
    foreign_id: NATIVE_ACCOUNT,
    community_id: state.sources.require(sourceId).community_id,
    source_id: sourceId,
    screenname: 'Our account',
    puppetizable: true,
    controlled: true,
    user_ids: users.map((user) => user.id),
  });
  for (const user of users) user.identity_ids.push(identityId);
}

function seedFolders(state: EngageState, seed: Seed): void {
  const folder = (
    recordId: string,
    label: string,
    parentId: string | null,
    query: string,
    position: number,
  ): PlainRecord => ({
    ...stamp(recordId),
    label,
    parent_id: parentId,
    position,
    query,
    render_threads_count: true,
    user_id: null,
    role_restriction: { only: [] },
    team_restriction: { only: [seed.teamId] },
    user_restriction: { only: [] },
  });
  state.folders.add(folder(seed.rootFolderId, 'Handover', null, '', 0));
  state.folders.add(
    folder(
      seed.agentFolderId,
      'With agents',
      seed.rootFolderId,
      `source:${seed.sourceId} categorized_in:${seed.agentCategoryId}`,
      1,
    ),
  );
}
