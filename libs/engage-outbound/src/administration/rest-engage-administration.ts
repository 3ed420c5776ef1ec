import { Injectable } from '@nestjs/common';
import { type JsonObject, readScalars } from '#kernel';
import {
  type AgentOnChannel,
  type EngageCategory,
  EngageDirectory,
  type EngageIdentity,
  type EngageSource,
  toCategory,
  toSource,
} from '../adapters/engage-directory.js';
import { recordIn } from '../adapters/engage-record.js';
import { RestApi, type RestContext, type RestRequest } from '../adapters/rest-api.js';
import { configured } from '../application/configured.js';
import type { EngageAdministration } from './engage-administration.js';
import type {
  CategorySettings,
  EngageChannel,
  EngageCommunity,
  EngageFolder,
  EngageJournalEntry,
  EngageRole,
  EngageTeam,
  EngageUser,
  EngageWebhook,
  FolderSettings,
  SourcePermissions,
  UserFilter,
  UserSettings,
  WebhookSettings,
} from './engage-records.js';
import * as read from './read-records.js';
import { type Given, parameters } from './rest-parameters.js';

/** Sets up and reads a domain by REST: form bodies, arrays as `name[]`. */
@Injectable()
export class RestEngageAdministration implements EngageAdministration {
  constructor(
    private readonly rest: RestApi,
    private readonly directory: EngageDirectory,
  ) {}

  routesTasks(context: RestContext): Promise<boolean> {
    return this.directory.routesTasks(context);
  }

  categories(context: RestContext): Promise<EngageCategory[]> {
    return this.directory.categories(context);
  }

  category(id: string, context: RestContext): Promise<EngageCategory | undefined> {
    return this.directory.category(id, context);
  }

  async createCategory(settings: CategorySettings, context: RestContext): Promise<EngageCategory> {
    return toCategory(await this.write('POST', '/categories', categoryFields(settings), context));
  }

  async updateCategory(id: string, settings: CategorySettings, context: RestContext): Promise<void> {
    await this.write('PUT', at('categories', id), categoryFields(settings), context);
  }

  deleteCategory(id: string, context: RestContext): Promise<void> {
    return this.remove(at('categories', id), context);
  }

  async sources(permission: 'read' | 'initiate_discussion', context: RestContext): Promise<EngageSource[]> {
    return (await this.rest.list('/content_sources', parameters({ permission }), context)).map(toSource);
  }

  source(id: string, context: RestContext): Promise<EngageSource | undefined> {
    return this.directory.source(context, id);
  }

  async setDefaultCategories(sourceId: string, categoryIds: readonly string[], context: RestContext): Promise<void> {
    await this.write('PUT', at('content_sources', sourceId), { default_category_ids: categoryIds }, context);
  }

  async communities(context: RestContext): Promise<EngageCommunity[]> {
    return (await this.rest.list('/communities', [], context)).map(read.toCommunity);
  }

  async channels(context: RestContext): Promise<EngageChannel[]> {
    return (await this.rest.list('/channels', [], context)).map(read.toChannel);
  }

  async users(filter: UserFilter, context: RestContext): Promise<EngageUser[]> {
    return (await this.rest.list('/users', userQuery(filter), context)).map(read.toUser);
  }

  async newestUsers(filter: UserFilter, context: RestContext): Promise<EngageUser[]> {
    return (await this.rest.newest('/users', userQuery(filter), context)).map(read.toUser);
  }

  async updateUser(id: string, { categoryIds, identityIds }: UserSettings, context: RestContext): Promise<void> {
    const fields = { category_ids: categoryIds, identity_ids: identityIds };
    await this.write('PUT', at('users', id), fields, context);
  }

  async sourcePermissions(userId: string, context: RestContext): Promise<SourcePermissions> {
    const path = permissionsOf(userId);
    const record = recordIn(await this.rest.call({ method: 'GET', path }, context), path);
    return new Map(Object.keys(record).map((sourceId) => [sourceId, readScalars(record[sourceId])]));
  }

  async setSourcePermissions(
    userId: string,
    sourceId: string,
    permissions: readonly string[],
    context: RestContext,
  ): Promise<void> {
    await this.write('PUT', permissionsOf(userId), { [sourceId]: permissions.join(',') }, context);
  }

  async teams(context: RestContext): Promise<EngageTeam[]> {
    return (await this.rest.list('/teams', [], context)).map(read.toTeam);
  }

  async roles(context: RestContext): Promise<EngageRole[]> {
    return (await this.rest.list('/roles', [], context)).map(read.toRole);
  }

  connectedAgents(categoryIds: readonly string[], context: RestContext): Promise<AgentOnChannel[]> {
    return this.directory.agents(categoryIds, context);
  }

  async folders(context: RestContext): Promise<EngageFolder[]> {
    return (await this.rest.list('/folders', [], context)).map(read.toFolder);
  }

  async createFolder(settings: FolderSettings, context: RestContext): Promise<EngageFolder> {
    return read.toFolder(await this.write('POST', '/folders', { ...settings }, context));
  }

  async updateFolder(id: string, settings: FolderSettings, context: RestContext): Promise<void> {
    await this.write('PUT', at('folders', id), { ...settings }, context);
  }

  deleteFolder(id: string, context: RestContext): Promise<void> {
    return this.remove(at('folders', id), context);
  }

  async webhooks(context: RestContext): Promise<EngageWebhook[]> {
    return (await this.rest.list('/webhooks', parameters(token(context)), context)).map(read.toWebhook);
  }

  async createWebhook(settings: WebhookSettings & { url: string }, context: RestContext): Promise<EngageWebhook> {
    return read.toWebhook(await this.write('POST', '/webhooks', webhookFields(settings, context), context));
  }

  async updateWebhook(id: string, settings: WebhookSettings, context: RestContext): Promise<EngageWebhook> {
    return read.toWebhook(await this.write('PUT', at('webhooks', id), webhookFields(settings, context), context));
  }

  deleteWebhook(id: string, context: RestContext): Promise<void> {
    return this.remove(at('webhooks', id), context, parameters(token(context)));
  }

  identities(foreignId: string, context: RestContext): Promise<EngageIdentity[]> {
    return this.directory.identities(foreignId, context);
  }

  async journal(names: readonly string[], context: RestContext): Promise<EngageJournalEntry[]> {
    const query = parameters({ q: names.map((name) => `name_in:${name}`).join(' ') });
    return (await this.rest.newest('/events', query, context)).map(read.toJournalEntry);
  }

  /** @returns the record that Engage answers */
  private async write(
    method: 'POST' | 'PUT',
    path: string,
    fields: Readonly<Record<string, Given>>,
    context: RestContext,
  ): Promise<JsonObject> {
    // a second POST would create a second record
    const request = { method, path, form: parameters(fields), once: method === 'POST' } as const;
    return recordIn(await this.rest.call(request, context), `${method} ${path}`);
  }

  private async remove(path: string, context: RestContext, query: RestRequest['query'] = []): Promise<void> {
    await this.rest.call({ method: 'DELETE', path, query, statusOnly: true }, context);
  }
}

const at = (resource: string, id: string): string => `/${resource}/${encodeURIComponent(id)}`;
const permissionsOf = (userId: string): string => `${at('users', userId)}/sources_permissions`;

const categoryFields = ({ name, parentId, unselectable, multiple }: CategorySettings): Record<string, Given> => ({
  name,
  parent_id: parentId,
  unselectable,
  multiple,
});

/** Webhooks are documented with the token as a required parameter; every other call has it in its header. */
function token({ tenant }: RestContext): { access_token: string } {
  return { access_token: configured(tenant, 'apiAccessToken').apiAccessToken.reveal() };
}

function webhookFields(settings: WebhookSettings, context: RestContext): Record<string, Given> {
  const { name, url, active, verifyToken, secret, events } = settings;
  const described = { name, url, active, verify_token: verifyToken, secret, registered_events: events };
  return { ...token(context), ...described };
}

function userQuery({ categoryId, teamId, identityId }: UserFilter): ReturnType<typeof parameters> {
  return parameters({ category_id: categoryId, team_id: teamId, identity_id: identityId });
}
