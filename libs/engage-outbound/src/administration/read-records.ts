import { isJsonObject, type JsonObject } from '#kernel';
import { optionalText, textOf, textsOf } from '../adapters/engage-record.js';
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
  name: optionalText(record, 'name') ?? '',
  type: optionalText(record, 'type'),
  active: record['active'] !== false,
});

export const toChannel = (record: JsonObject): EngageChannel => ({
  id: textOf(record, 'id'),
  name: optionalText(record, 'name') ?? optionalText(record, 'label') ?? '',
  sourceIds: textsOf(record, 'source_ids'),
});

export const toUser = (record: JsonObject): EngageUser => ({
  id: textOf(record, 'id'),
  name: ['firstname', 'lastname'].flatMap((field) => optionalText(record, field) ?? []).join(' '),
  email: optionalText(record, 'email'),
  enabled: record['enabled'] !== false,
  roleId: optionalText(record, 'role_id'),
  categoryIds: textsOf(record, 'category_ids'),
  teamIds: textsOf(record, 'team_ids'),
  identityIds: textsOf(record, 'identity_ids'),
});

export const toTeam = (record: JsonObject): EngageTeam => ({
  id: textOf(record, 'id'),
  name: optionalText(record, 'name') ?? '',
  leaderIds: textsOf(record, 'leader_ids'),
  userIds: textsOf(record, 'user_ids'),
});

/** Every right is a member of the role, true when granted. */
export const toRole = (record: JsonObject): EngageRole => ({
  id: textOf(record, 'id'),
  label: optionalText(record, 'label') ?? '',
  rights: Object.keys(record).filter((name) => record[name] === true),
});

export const toFolder = (record: JsonObject): EngageFolder => ({
  id: textOf(record, 'id'),
  label: optionalText(record, 'label') ?? '',
  query: optionalText(record, 'query') ?? '',
  parentId: optionalText(record, 'parent_id'),
});

export function toWebhook(record: JsonObject): EngageWebhook {
  const token = record['api_access_token'];
  return {
    id: textOf(record, 'id'),
    url: textOf(record, 'url'),
    active: record['active'] === true,
    status: optionalText(record, 'webhook_status'),
    verifyToken: optionalText(record, 'verify_token'),
    events: textsOf(record, 'registered_events').toSorted(),
    tokenId: isJsonObject(token) ? optionalText(token, 'id') : undefined,
  };
}

export function toJournalEntry(record: JsonObject): EngageJournalEntry {
  const infos = record['extra_infos'];
  const details = isJsonObject(infos)
    ? Object.keys(infos).flatMap((name) => {
        const text = optionalText(infos, name);
        return text === undefined ? [] : [[name, text] as const];
      })
    : [];
  return {
    name: textOf(record, 'name'),
    at: new Date(Date.parse(textOf(record, 'created_at'))),
    details: new Map(details),
  };
}
