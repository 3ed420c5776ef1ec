import type { AgentOnChannel, EngageCategory, EngageIdentity, EngageSource } from '../adapters/engage-directory.js';
import type { RestContext } from '../adapters/rest-api.js';
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

/**
 * Sets up an Engage domain and reads its set-up, by Engage's REST API as the owner of the tenant's API access token. A
 * list has at most 3,000 records. Calls count towards the domain's 500 a minute.
 *
 * The API has no call that names the token's user. The user's rights show in the refused calls:
 * @throws EngageRefused with status 403 where the user lacks a right, 422 for values that Engage does not accept;
 * EngageMisconfigured for an unknown token; EngageThrottled and EngageBudgetSpent when the call must wait;
 * ServicePaused, DestinationOutage or EngageUnavailable when Engage does not answer; TenantIncomplete without address
 * or token
 *
 * A read by id returns undefined if there is no such record, or the token's user may not read it.
 */
export abstract class EngageAdministration {
  /** Whether the domain routes tasks ("task mode", `push_enabled`); else agents work from folders. */
  abstract routesTasks(context: RestContext): Promise<boolean>;

  /** Oldest first. */
  abstract categories(context: RestContext): Promise<EngageCategory[]>;
  abstract category(id: string, context: RestContext): Promise<EngageCategory | undefined>;
  /**
   * Needs the right to manage categories; the documentation says "teams", probably copied from another page [guess].
   */
  abstract createCategory(settings: CategorySettings, context: RestContext): Promise<EngageCategory>;
  abstract updateCategory(id: string, settings: CategorySettings, context: RestContext): Promise<void>;
  abstract deleteCategory(id: string, context: RestContext): Promise<void>;

  /** Sources on which the user has the permission. */
  abstract sources(permission: 'read' | 'initiate_discussion', context: RestContext): Promise<EngageSource[]>;
  abstract source(id: string, context: RestContext): Promise<EngageSource | undefined>;
  /** Categories that every new thread of the source gets. The list is replaced as a whole. */
  abstract setDefaultCategories(sourceId: string, categoryIds: readonly string[], context: RestContext): Promise<void>;
  abstract communities(context: RestContext): Promise<EngageCommunity[]>;
  abstract channels(context: RestContext): Promise<EngageChannel[]>;

  /** Newest first. Needs the right to view users. */
  abstract users(filter: UserFilter, context: RestContext): Promise<EngageUser[]>;
  /** At most the newest 150, by one call. Needs the right to view users. */
  abstract newestUsers(filter: UserFilter, context: RestContext): Promise<EngageUser[]>;
  /** Needs the right to update users. */
  abstract updateUser(id: string, settings: UserSettings, context: RestContext): Promise<void>;
  abstract sourcePermissions(userId: string, context: RestContext): Promise<SourcePermissions>;
  /** Replaces the user's permissions on one source; other sources stay unchanged. */
  abstract setSourcePermissions(
    userId: string,
    sourceId: string,
    permissions: readonly string[],
    context: RestContext,
  ): Promise<void>;
  abstract teams(context: RestContext): Promise<EngageTeam[]>;
  /** Listing needs no documented right; reading a single role needs the right to manage roles. */
  abstract roles(context: RestContext): Promise<EngageRole[]>;
  /** Connected agents who may reply on the tenant's source and have one of the categories. Needs the right to monitor tasks. */
  abstract connectedAgents(categoryIds: readonly string[], context: RestContext): Promise<AgentOnChannel[]>;

  /** Folders that all may see, and the user's own. */
  abstract folders(context: RestContext): Promise<EngageFolder[]>;
  abstract createFolder(settings: FolderSettings, context: RestContext): Promise<EngageFolder>;
  abstract updateFolder(id: string, settings: FolderSettings, context: RestContext): Promise<void>;
  abstract deleteFolder(id: string, context: RestContext): Promise<void>;

  /** All of them with the right `manage_api_access_tokens`, else those of the user's own tokens. */
  abstract webhooks(context: RestContext): Promise<EngageWebhook[]>;
  /**
   * An active webhook is verified by Engage afterwards, in its own time: read it again to see its status. Its sources
   * can only be set in Engage's pages, and its secret is never shown.
   */
  abstract createWebhook(settings: WebhookSettings & { url: string }, context: RestContext): Promise<EngageWebhook>;
  abstract updateWebhook(id: string, settings: WebhookSettings, context: RestContext): Promise<EngageWebhook>;
  abstract deleteWebhook(id: string, context: RestContext): Promise<void>;

  /** Identities in the community of the tenant's source with this foreign id: one or none. */
  abstract identities(foreignId: string, context: RestContext): Promise<EngageIdentity[]>;

  /** The newest entries of these kinds, 150 at most, e.g. `webhook.suspended`. Needs the right to search events, else 403. */
  abstract journal(names: readonly string[], context: RestContext): Promise<EngageJournalEntry[]>;
}
