import { Injectable } from '@nestjs/common';
import type { JsonObject } from '#kernel';
import { isJsonObject } from '#kernel';
import { configured } from '../application/configured.js';
import { EngageUnavailable } from '../application/engage.errors.js';
import { optionalText, textOf, textsOf } from './engage-record.js';
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
  /** `sdk` where it is a Channel SDK source: not documented, seen in samples. */
  readonly type: string | undefined;
  readonly communityId: string | undefined;
  /** `ok`, `error`, …; the reason is next to it. */
  readonly status: string | undefined;
  readonly errorMessage: string | undefined;
  /** Channel group: what agents are available on. */
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

/** How the tenant's Engage domain is set up and who works there. */
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

  /** One source; left out, the tenant's own. */
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

  /** Connected agents who may reply on one of the sources and have one of the categories; left out: the tenant's own source. */
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
    return body.filter(isJsonObject).flatMap(toAgentOnChannels);
  }
}

export function toCategory(record: JsonObject): EngageCategory {
  return { id: textOf(record, 'id'), name: textOf(record, 'name'), parentId: optionalText(record, 'parent_id') };
}

export function toSource(record: JsonObject): EngageSource {
  return {
    id: textOf(record, 'id'),
    name: textOf(record, 'name'),
    active: record['active'] === true,
    type: optionalText(record, 'type'),
    communityId: optionalText(record, 'community_id'),
    status: optionalText(record, 'status'),
    errorMessage: optionalText(record, 'error_message'),
    channelId: optionalText(record, 'channel_id'),
    defaultCategoryIds: textsOf(record, 'default_category_ids'),
  };
}

function toIdentity(record: JsonObject): EngageIdentity {
  return {
    id: textOf(record, 'id'),
    foreignId: optionalText(record, 'foreign_id'),
    displayName: optionalText(record, 'display_name'),
    userIds: textsOf(record, 'user_ids'),
  };
}

function toAgentOnChannels(record: JsonObject): AgentOnChannel[] {
  const channels = Array.isArray(record['channels']) ? record['channels'].filter(isJsonObject) : [];
  return channels.map((channel) => ({
    agentId: textOf(record, 'agent_id'),
    channelId: textOf(channel, 'id'),
    status: optionalText(channel, 'status'),
    busyness: optionalText(channel, 'busyness'),
  }));
}
