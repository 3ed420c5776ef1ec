/**
 * The records of one Engage domain. They use the names of REST and webhooks, so that records are shown as they are
 * stored. Times are ISO 8601 with milliseconds; REST shows them without.
 */
export interface Stamped {
  readonly id: string;
  readonly created_at: string;
  updated_at: string;
}

export type ContextData = Record<string, string | string[]>;

export interface Identity extends Stamped {
  readonly foreign_id: string;
  readonly community_id: string;
  readonly source_id: string;
  screenname: string;
  firstname: string | null;
  lastname: string | null;
  gender: string | null;
  email: string | null;
  home_phone: string | null;
  mobile_phone: string | null;
  avatar_url: string | null;
  extra_values: ContextData;
  /** May be used by agents once an administrator marks it controlled. */
  puppetizable: boolean;
  controlled: boolean;
  /** The merged record of the person; most identities have none. */
  identity_group_id: string | null;
  /** Agents who may write as this identity. */
  user_ids: string[];
}

export interface Thread extends Stamped {
  readonly source_id: string;
  readonly foreign_id: string | null;
  title: string;
  closed: boolean;
  thread_category_ids: string[];
  extra_data: ContextData;
  /** The customer's identity; null until a customer wrote. */
  identity_id: string | null;
  last_content_at: string;
  /** Until then (epoch ms) another categorisation is refused with 409. */
  categorizing_until: number;
  /** Of threads of Engage Messaging: the customer cannot type. */
  disable_text_input: boolean;
  /** What the customer is typing now, as `typing.start` reported. */
  typing_preview: string | null;
}

export type ContentKind = 'message' | 'private_message' | 'thread';

export interface AttachmentRef {
  readonly id: string;
  readonly url: string;
  readonly filename: string;
  readonly type: string;
}

export interface Content extends Stamped {
  readonly type: ContentKind;
  readonly source_id: string;
  readonly thread_id: string;
  readonly author_id: string;
  /** The agent who wrote it; null for imports. */
  readonly creator_id: string | null;
  foreign_id: string | null;
  readonly created_from: 'synchronizer' | 'interface' | 'api';
  status: string;
  intervention_id: string | null;
  readonly in_reply_to_id: string | null;
  readonly in_reply_to_author_id: string | null;
  readonly first_in_thread: boolean;
  readonly language: string;
  readonly title: string | null;
  readonly body: string | null;
  readonly body_input_format: 'text' | 'html';
  readonly attachments: AttachmentRef[];
  category_ids: string[];
  readonly context_data: ContextData;
  readonly foreign_categories: string[];
  readonly auto_submitted: boolean;
  readonly structured_content: unknown;
  readonly structured_reply: unknown;
  synchronization_status: string;
  synchronization_error: string | null;
  read_at: string | null;
}

export interface Intervention extends Stamped {
  readonly source_id: string;
  readonly thread_id: string;
  readonly content_id: string;
  readonly identity_id: string;
  user_id: string;
  status: 'Opened' | 'Closed' | 'Deferred' | 'Reopened';
  closed: boolean;
  closed_at: string | null;
  deferred_at: string | null;
  category_ids: string[];
  custom_fields: Record<string, unknown>;
  comments_count: number;
  /** Agent replies, oldest first. */
  replies: { readonly content_id: string; readonly at: string; readonly seconds: number }[];
}

export interface Task extends Stamped {
  readonly channel_id: string;
  readonly source_id: string;
  readonly thread_id: string;
  readonly identity_id: string;
  readonly language: string;
  readonly priority: number;
  readonly segment_index: number;
  content_id: string;
  intervention_id: string | null;
  agent_ids: string[];
  queue: string;
  step: string | null;
  type: 'ring' | 'request' | null;
  action: 'closed' | 'deferred' | null;
  accepted_at: string | null;
  completed_at: string | null;
  expire_at: string | null;
  transfered_at: string | null;
  /** Agents that a transfer has named; routing offers it only to these. */
  targets: string[];
  destroyed: boolean;
}

export interface User extends Stamped {
  firstname: string;
  lastname: string;
  email: string;
  gender: string | null;
  enabled: boolean;
  /** The role whose rights the user has. */
  role_id: string;
  /** Owns the cases that a bot opens. */
  virtual_agent: boolean;
  category_ids: string[];
  team_ids: string[];
  identity_ids: string[];
  spoken_languages: string[];
  sources_permissions: Record<string, string[]>;
  /** A person who works at the desk, not a technical owner of a token. */
  readonly agent: boolean;
  connected: boolean;
  /** Channel id → availability. */
  availability: Record<string, 'available' | 'away'>;
  custom_status: { id: string } | null;
}

export interface Source extends Stamped {
  readonly type: string;
  readonly community_id: string;
  [setting: string]: unknown;
  name: string;
  active: boolean;
  status: string;
  error_message: string | null;
  channel_id: string;
  default_category_ids: string[];
  from_name: string;
}

export interface Category extends Stamped {
  [setting: string]: unknown;
  name: string;
  parent_id: string | null;
}

export interface Channel extends Stamped {
  [setting: string]: unknown;
  name: string;
  source_ids: string[];
  soft_capability: number;
  hard_capability: number;
}

export interface Token extends Stamped {
  readonly value: string;
  readonly user_id: string;
}

export interface WebhookRecord extends Stamped {
  name: string;
  active: boolean;
  staging_use: boolean;
  url: string;
  verify_token: string | null;
  secret: string | null;
  webhook_status: 'pending' | 'enabled' | 'disabled' | 'suspended';
  registered_events: string[];
  readonly token_id: string;
}

/**
 * A record of a kind that the simulator only stores and shows (communities, folders, teams, custom fields, comments,
 * attachments).
 */
export interface PlainRecord extends Stamped {
  [field: string]: unknown;
}

/** What the source declared in its last successful `implementation.info`. */
export interface Capabilities {
  objects: Record<string, string[]>;
  options: string[];
}

/** The Channel SDK settings of a source: never visible by REST. */
export interface SdkSettings {
  base_uri: string | null;
  access_token: string;
  capabilities: Capabilities | null;
  /** Object → id of the last item polled. */
  since_ids: Record<string, string>;
}
