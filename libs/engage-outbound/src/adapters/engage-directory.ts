import { Injectable } from '@nestjs/common';
import { type JsonObject, readObjects, readScalar, readScalars } from '#kernel';
import { configured } from '../application/configured.js';
import { EngageUnavailable } from '../application/engage.errors.js';
import { textOf } from './engage-record.js';
import { RestApi, type RestContext } from './rest-api.js';

export interface EngageCategory {
  readonly id: string;
  readonly name: string;
  readonly parentId: string | undefined;
}

export interface EngageSource {
  readonly id: string;
  readonly name: string;
  readonly active: boolean;
  /** `sdk` for a Channel SDK source: not documented, seen in samples. */
  readonly type: string | undefined;
  readonly communityId: string | undefined;
  /** `ok`, `error`, …; the reason is next to it. */
  readonly status: string | undefined;
  readonly errorMessage: string | undefined;
  /** Channel group: agents are available on it. */
  readonly channelId: string | undefined;
  readonly defaultCategoryIds: readonly string[];
}

export interface EngageIdentity {
  readonly id: string;
  readonly foreignId: string | undefined;
  readonly displayName: string | undefined;
  /** Agents who may write as this identity. */
  readonly userIds: readonly string[];
}

/** A connected agent on one channel group. */
export interface AgentOnChannel {
  readonly agentId: string;
  readonly channelId: string;
  /** `available`, `away`, or undefined when not connected there. */
  readonly status: string | undefined;
  /** `unoccupied`, `ok`, `busy` or `full`. */
  readonly busyness: string | undefined;
}

/** The set-up of the tenant's Engage domain and its agents. */
@Injectable()
export class EngageDirectory {
  constructor(private readonly rest: RestApi) {}

  /** "Task mode" of the domain (`push_enabled`); else agents work from folders. */
  async routesTasks(context: RestContext): Promise<boolean> {
    const settings = await this.rest.find('/settings', context);
    return settings?.['push_enabled'] === true;
  }

  async category(id: string, context: RestContext): Promise<EngageCategory | undefined> {
    const record = await this.rest.find(`/categories/${encodeURIComponent(id)}`, context);
    return record && toCategory(record);
  }

  async categories(context: RestContext): Promise<EngageCategory[]> {
    return (await this.rest.list('/categories', [], context)).map(toCategory);
  }

  /** One source; by default the tenant's own. */
  async source(
    context: RestContext,
    sourceId = configured(context.tenant, 'sourceId').sourceId,
  ): Promise<EngageSource | undefined> {
    const record = await this.rest.find(`/content_sources/${encodeURIComponent(sourceId)}`, context);
    return record && toSource(record);
  }

  /** Identities of the tenant's source with this foreign id: one or none. */
  async identities(foreignId: string, context: RestContext): Promise<EngageIdentity[]> {
    const { sourceId } = configured(context.tenant, 'sourceId');
    const query = [['source_id', sourceId] as const, ['foreign_id', foreignId] as const];
    return (await this.rest.list('/identities', query, context)).map(toIdentity);
  }

  /**
   * Connected agents who may reply on one of the sources and have one of the categories; by default on the tenant's own
   * source.
   */
  async agents(
    categoryIds: readonly string[],
    context: RestContext,
    sourceIds: readonly string[] = [configured(context.tenant, 'sourceId').sourceId],
  ): Promise<AgentOnChannel[]> {
    const query = [
      ...sourceIds.map((id) => ['source_ids[]', id] as const),
      ...categoryIds.map((id) => ['category_ids[]', id] as const),
    ];
    const { body } = await this.rest.call({ method: 'GET', path: '/status', query }, context);
    if (!Array.isArray(body))
      throw new EngageUnavailable("Engage's answer to GET /status does not have the documented form.");
    return readObjects(body).flatMap(toAgentOnChannels);
  }
}

export function toCategory(record: JsonObject): EngageCategory {
  return { id: textOf(record, 'id'), name: textOf(record, 'name'), parentId: readScalar(record['parent_id']) };
}

export function toSource(record: JsonObject): EngageSource {
  return {
    id: textOf(record, 'id'),
    name: textOf(record, 'name'),
    active: record['active'] === true,
    type: readScalar(record['type']),
    communityId: readScalar(record['community_id']),
    status: readScalar(record['status']),
    errorMessage: readScalar(record['error_message']),
    channelId: readScalar(record['channel_id']),
    defaultCategoryIds: readScalars(record['default_category_ids']),
  };
}

function toIdentity(record: JsonObject): EngageIdentity {
  return {
    id: textOf(record, 'id'),
    foreignId: readScalar(record['foreign_id']),
    displayName: readScalar(record['display_name']),
    userIds: readScalars(record['user_ids']),
  };
}

function toAgentOnChannels(record: JsonObject): AgentOnChannel[] {
  const channels = readObjects(record['channels']);
  return channels.map((channel) => ({
    agentId: textOf(record, 'agent_id'),
    channelId: textOf(channel, 'id'),
    status: readScalar(channel['status']),
    busyness: readScalar(channel['busyness']),
  }));
}
