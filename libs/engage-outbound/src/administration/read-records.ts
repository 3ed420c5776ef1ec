import { type JsonObject, readObject, readScalar, readScalars } from '#kernel';
import { textOf } from '../adapters/engage-record.js';
import type {
  EngageChannel,
  EngageCommunity,
  EngageFolder,
  EngageJournalEntry,
  EngageRole,
  EngageTeam,
  EngageUser,
  EngageWebhook,
} from './engage-records.js';

export const toCommunity = (record: JsonObject): EngageCommunity => ({
  id: textOf(record, 'id'),
  name: readScalar(record['name']) ?? '',
  type: readScalar(record['type']),
  active: record['active'] !== false,
});

export const toChannel = (record: JsonObject): EngageChannel => ({
  id: textOf(record, 'id'),
  name: readScalar(record['name']) ?? readScalar(record['label']) ?? '',
  sourceIds: readScalars(record['source_ids']),
});

export const toUser = (record: JsonObject): EngageUser => ({
  id: textOf(record, 'id'),
  name: ['firstname', 'lastname'].flatMap((field) => readScalar(record[field]) ?? []).join(' '),
  email: readScalar(record['email']),
  enabled: record['enabled'] !== false,
  roleId: readScalar(record['role_id']),
  categoryIds: readScalars(record['category_ids']),
  teamIds: readScalars(record['team_ids']),
  identityIds: readScalars(record['identity_ids']),
});

export const toTeam = (record: JsonObject): EngageTeam => ({
  id: textOf(record, 'id'),
  name: readScalar(record['name']) ?? '',
  leaderIds: readScalars(record['leader_ids']),
  userIds: readScalars(record['user_ids']),
});

/** Every right is a member of the role, true when granted. */
export const toRole = (record: JsonObject): EngageRole => ({
  id: textOf(record, 'id'),
  label: readScalar(record['label']) ?? '',
  rights: Object.keys(record).filter((name) => record[name] === true),
});

export const toFolder = (record: JsonObject): EngageFolder => ({
  id: textOf(record, 'id'),
  label: readScalar(record['label']) ?? '',
  query: readScalar(record['query']) ?? '',
  parentId: readScalar(record['parent_id']),
});

export function toWebhook(record: JsonObject): EngageWebhook {
  return {
    id: textOf(record, 'id'),
    url: textOf(record, 'url'),
    active: record['active'] === true,
    status: readScalar(record['webhook_status']),
    verifyToken: readScalar(record['verify_token']),
    events: readScalars(record['registered_events']).toSorted(),
    tokenId: readScalar(readObject(record['api_access_token'])['id']),
  };
}

export function toJournalEntry(record: JsonObject): EngageJournalEntry {
  const details = Object.entries(readObject(record['extra_infos'])).flatMap(([name, value]) => {
    const text = readScalar(value);
    return text === undefined ? [] : [[name, text] as const];
  });
  return {
    name: textOf(record, 'name'),
    at: new Date(Date.parse(textOf(record, 'created_at'))),
    details: new Map(details),
  };
}
