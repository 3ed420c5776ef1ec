/** Records of Engage's administration, as far as we use them. Ids are Engage's, opaque to us. */

/** A community profile: identities of one kind. */
export interface EngageCommunity {
  readonly id: string;
  readonly name: string;
  /** `sdk` for those of Channel SDK sources; not documented, seen in samples. */
  readonly type: string | undefined;
  readonly active: boolean;
}

/** A channel group of the routing, which REST calls a channel. */
export interface EngageChannel {
  readonly id: string;
  readonly name: string;
  readonly sourceIds: readonly string[];
}

/** An agent, or the owner of an API access token. */
export interface EngageUser {
  readonly id: string;
  /** First and last name. */
  readonly name: string;
  readonly email: string | undefined;
  readonly enabled: boolean;
  readonly roleId: string | undefined;
  /** Categories the user has as skills. */
  readonly categoryIds: readonly string[];
  readonly teamIds: readonly string[];
  /** Identities the user may write as. */
  readonly identityIds: readonly string[];
}

export interface EngageTeam {
  readonly id: string;
  readonly name: string;
  readonly leaderIds: readonly string[];
  readonly userIds: readonly string[];
}

export interface EngageRole {
  readonly id: string;
  readonly label: string;
  /** Rights that the role grants, by their documented names: `manage_categories`, `update_intervention`, … */
  readonly rights: readonly string[];
}

/** A saved search over threads, from which agents work in folder mode. */
export interface EngageFolder {
  readonly id: string;
  readonly label: string;
  readonly query: string;
  readonly parentId: string | undefined;
}

export interface EngageWebhook {
  readonly id: string;
  readonly url: string;
  readonly active: boolean;
  /** `enabled`, `disabled`, `suspended` …: the values are not documented, so compare only with known bad ones. */
  readonly status: string | undefined;
  readonly verifyToken: string | undefined;
  /** In alphabetical order. */
  readonly events: readonly string[];
  /** Id of the API access token that it belongs to. */
  readonly tokenId: string | undefined;
}

/** The settings of a webhook. A missing value stays unchanged. The name is not documented among a webhook's fields. */
export interface WebhookSettings {
  readonly name?: string;
  readonly url?: string;
  readonly active?: boolean;
  readonly verifyToken?: string;
  readonly secret?: string;
  readonly events?: readonly string[];
}

export interface CategorySettings {
  readonly name?: string;
  readonly parentId?: string;
  /** Like the next one, only used for a category without a parent: nothing gets the root category itself. */
  readonly unselectable?: boolean;
  /** A thread may have several children: a handover may add categories to the agent category. */
  readonly multiple?: boolean;
}

export interface FolderSettings {
  readonly label?: string;
  /** In the grammar of thread searches, e.g. `categorized_in:<id>`. */
  readonly query?: string;
}

export interface UserFilter {
  readonly categoryId?: string;
  readonly teamId?: string;
  readonly identityId?: string;
}

/** Lists that are replaced as a whole. */
export interface UserSettings {
  readonly categoryIds?: readonly string[];
  readonly identityIds?: readonly string[];
}

/** Source id → what the user may do there: `read`, `reply`, `initiate_discussion`, … */
export type SourcePermissions = ReadonlyMap<string, readonly string[]>;

/** An entry of the domain's journal. */
export interface EngageJournalEntry {
  readonly name: string;
  readonly at: Date;
  readonly details: ReadonlyMap<string, string>;
}
