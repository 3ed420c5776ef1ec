/** How a table's rows belong to a chat user. */
export interface UserTable {
  /** SQL condition on the rows of one user: `$1` tenant, `$2` user id, `$3` ids of the user's conversations, `$4` their threads in Engage. */
  readonly rows: string;
  /** SQL order in which they are shown. */
  readonly order: string;
  /** Columns that an export contains. */
  readonly exported: readonly string[];
  /** Data that says nothing about a person: our keys, states, counters, times of our own work. */
  readonly technical: readonly string[];
  /** Exported columns of bytes: shown as base64. */
  readonly bytes?: readonly string[];
}

const OF_CONVERSATIONS = 'conversation_id = ANY ($3)';

/**
 * Every table with data of chat users, with every column: the one list that export and erasure use. A test compares it
 * with the schema, so that no new column is forgotten.
 */
export const USER_TABLES: Readonly<Record<string, UserTable>> = {
  identities: {
    rows: 'user_id = $2',
    order: 'user_id',
    exported: ['user_id', 'foreign_id', 'user_fields', 'context_data', 'created_at', 'updated_at'],
    technical: ['tenant_id'],
  },
  conversations: {
    rows: 'user_id = $2',
    order: 'created_at, id',
    exported: [
      'id',
      'session_id',
      'user_id',
      'address',
      'state',
      'thread_foreign_id',
      'engage_thread_id',
      'engage_channel',
      'created_at',
      'updated_at',
    ],
    technical: ['tenant_id', 'typing_sent_at', 'engage_closed_at'],
  },
  handovers: {
    rows: OF_CONVERSATIONS,
    order: 'started_at, id',
    exported: [
      'id',
      'conversation_id',
      'status',
      'options',
      'reason',
      'summary',
      'context_data',
      'note',
      'language',
      'agent_name',
      'intervention_id',
      'started_at',
      'joined_at',
      'ended_at',
      'end_cause',
      'error',
    ],
    technical: [
      'tenant_id',
      'step',
      'category_ids',
      'added_category_ids',
      'categories_before',
      'agent_category_id',
      'bot_category_id',
      'engage_started_at',
      'returned_at',
      'note_queued_at',
      'queue_position',
      'estimated_wait_ms',
      'queue_update_sent_at',
      'queue_update_due_at',
      'active_sent',
      'checked_at',
      'contents_check',
      'replies_elsewhere',
      'contents_read_to',
      'inactivity_minutes',
      'inactivity_count',
      'inactivity_due_at',
      'no_pickup_due_at',
      'max_duration_due_at',
    ],
  },
  messages: {
    rows: OF_CONVERSATIONS,
    order: 'position',
    exported: [
      'id',
      'conversation_id',
      'author',
      'author_name',
      'message_id',
      'foreign_id',
      'engage_content_id',
      'text',
      'attachments',
      'content',
      'reply',
      'sent_at',
      'received_at',
    ],
    technical: ['tenant_id', 'position', 'forwarding', 'attempted_at'],
  },
  files: {
    rows: OF_CONVERSATIONS,
    order: 'created_at, id',
    exported: ['id', 'conversation_id', 'url', 'type', 'filename', 'content', 'created_at'],
    bytes: ['content'],
    technical: ['tenant_id'],
  },
  timeline: {
    rows: OF_CONVERSATIONS,
    order: 'position',
    exported: ['conversation_id', 'at', 'kind', 'detail'],
    technical: ['tenant_id', 'position'],
  },
  deliveries: {
    rows: OF_CONVERSATIONS,
    order: 'created_at, direction, seq',
    exported: [
      'id',
      'conversation_id',
      'direction',
      'kind',
      'payload',
      'status',
      'last_error',
      'created_at',
      'settled_at',
    ],
    technical: ['tenant_id', 'seq', 'attempts', 'held_ms', 'settled_position', 'duration_ms'],
  },
  events: {
    rows: "engage_thread_id = ANY ($4) AND status = 'unresolved'",
    order: 'received_at, source, event_id',
    exported: ['source', 'event_id', 'type', 'issued_at', 'engage_thread_id', 'body', 'received_at'],
    bytes: ['body'],
    // of applied events only ids and hashes are kept, so that a repeat has no second effect
    technical: ['tenant_id', 'body_hash', 'status', 'answer'],
  },
};

/** Tables without data of chat users, and why. */
export const OTHER_TABLES: Readonly<Record<string, string>> = {
  tenants: 'settings',
  tenant_secrets: 'sealed secrets of tenants',
  bot_keys: 'hashed keys of bots',
  admin_keys: 'hashed keys of administrators',
  audit_log: 'names of what administrators changed; of users only hashes of their ids',
  source_faults: 'what Engage refuses on a source',
  native_sources: 'up to when sources were read',
  lanes: 'positions of deliveries',
  engage_calls: 'counts of calls',
  space_probe: 'nothing: shows whether the disk has space',
  engage_domains: 'when a domain may be called again',
  cognigy_calls: 'counts of calls',
  cognigy_hosts: 'when a host may be called again',
  tenant_checks: 'results of checks of connections',
  tenant_traffic: 'what ordinary calls have shown about connections',
  tenant_examinations: 'when connections are to be checked',
  provisioned: 'what was set up in Engage, with ids of agents',
  provision_runs: 'what administrators set up in Engage',
  migrations: 'the schema',
};
