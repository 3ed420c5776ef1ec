import type { Content, Identity, Intervention, Task, Thread, User } from './model.js';

type Later<Record, Known extends keyof Record> = Omit<Record, Known | 'id' | 'created_at' | 'updated_at'>;

/** Default values of a content. */
export const blankContent = (): Later<
  Content,
  'type' | 'source_id' | 'thread_id' | 'author_id' | 'created_from' | 'status' | 'body'
> => ({
  creator_id: null,
  foreign_id: null,
  intervention_id: null,
  in_reply_to_id: null,
  in_reply_to_author_id: null,
  first_in_thread: false,
  language: 'en',
  title: null,
  body_input_format: 'text',
  attachments: [],
  category_ids: [],
  context_data: {},
  foreign_categories: [],
  auto_submitted: false,
  structured_content: null,
  structured_reply: null,
  synchronization_status: 'success',
  synchronization_error: null,
  read_at: null,
});

export const blankTask = (): Later<
  Task,
  'channel_id' | 'source_id' | 'thread_id' | 'identity_id' | 'content_id' | 'language' | 'segment_index'
> => ({
  priority: 1,
  intervention_id: null,
  agent_ids: [],
  queue: 'global',
  step: 'default_target',
  type: null,
  action: null,
  accepted_at: null,
  completed_at: null,
  expire_at: null,
  transfered_at: null,
  targets: [],
  destroyed: false,
});

export const blankIntervention = (): Later<
  Intervention,
  'source_id' | 'thread_id' | 'content_id' | 'identity_id' | 'user_id' | 'category_ids'
> => ({
  status: 'Opened',
  closed: false,
  closed_at: null,
  deferred_at: null,
  custom_fields: {},
  comments_count: 0,
  replies: [],
});

export const blankThread = (): Later<
  Thread,
  'source_id' | 'foreign_id' | 'title' | 'thread_category_ids' | 'last_content_at'
> => ({
  closed: false,
  extra_data: {},
  identity_id: null,
  categorizing_until: 0,
  disable_text_input: false,
  typing_preview: null,
});

export const blankIdentity = (): Later<
  Identity,
  'foreign_id' | 'community_id' | 'source_id' | 'screenname' | 'puppetizable'
> => ({
  firstname: null,
  lastname: null,
  gender: null,
  email: null,
  home_phone: null,
  mobile_phone: null,
  avatar_url: null,
  extra_values: {},
  controlled: false,
  identity_group_id: null,
  user_ids: [],
});

/** A user without rights. */
export const blankUser = (): Later<User, never> => ({
  firstname: '',
  lastname: '',
  email: '',
  gender: null,
  enabled: true,
  role_id: '',
  virtual_agent: false,
  category_ids: [],
  team_ids: [],
  identity_ids: [],
  spoken_languages: [],
  sources_permissions: {},
  agent: true,
  connected: false,
  availability: {},
  custom_status: null,
});
