import type { EngageState } from '../domain/state/engage-state.js';
import { categoriesOf, kindsOf } from '../domain/event-metadata.js';
import type {
  Content,
  Identity,
  Intervention,
  PlainRecord,
  Stamped,
  Task,
  Thread,
  User,
  WebhookRecord,
} from '../domain/state/model.js';

/** REST shows times without milliseconds. */
export const restTime = (iso: string): string => iso.replace(/\.\d+Z$/, 'Z');
const time = (iso: string | null): string | null => (iso === null ? null : restTime(iso));
const stamps = ({ created_at, updated_at }: Stamped): { created_at: string; updated_at: string } => ({
  created_at: restTime(created_at),
  updated_at: restTime(updated_at),
});

/** A record that is shown as it is stored. */
export const presentPlain = (record: Stamped): unknown => ({ ...record, ...stamps(record) });

export function presentThread(state: EngageState, thread: Thread): object {
  const contents = state.contentsOf(thread.id);
  const categories = new Set([...thread.thread_category_ids, ...contents.flatMap((content) => content.category_ids)]);
  const { id, source_id, title, foreign_id, closed, thread_category_ids, extra_data } = thread;
  return {
    id,
    source_id,
    title,
    foreign_id,
    closed,
    contents_count: contents.length,
    interventions_count: state.interventions.filter((item) => item.thread_id === id).length,
    category_ids: [...categories],
    thread_category_ids,
    extra_data,
    ...stamps(thread),
    last_content_at: restTime(thread.last_content_at),
  };
}

export function presentContent(state: EngageState, content: Content): unknown {
  const { attachments, structured_content, structured_reply, type, read_at: _unseen, ...fields } = content;
  const text = content.body ?? '';
  return {
    ...fields,
    type,
    source_type: state.sources.get(content.source_id)?.type ?? null,
    source_url: null,
    private_message: type === 'private_message',
    identity_group_id: state.identities.get(content.author_id)?.identity_group_id ?? null,
    body_formatted: { text, html: content.body_input_format === 'html' ? text : `<p>${escapeHtml(text)}</p>` },
    attachments: attachments.map((item) => presentAttachment(state, item.id) ?? item),
    attachments_count: attachments.length,
    category_ids: categoriesOf(state, content),
    capabilities_supported: kindsOf(state, content.source_id),
    approval_required: false,
    published: true,
    remotely_deleted: false,
    ...(structured_content ? { structured_content } : {}),
    ...(structured_reply ? { structured_reply } : {}),
    ...stamps(content),
  };
}

const escapeHtml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

export function presentAttachment(state: EngageState, id: string): unknown {
  const record = state.attachments.get(id);
  return record ? presentPlain(record) : undefined;
}

export function presentIntervention(intervention: Intervention): unknown {
  const { replies, ...fields } = intervention;
  const seconds = replies.map((reply) => reply.seconds);
  const average = seconds.length > 0 ? Math.round(seconds.reduce((sum, item) => sum + item, 0) / seconds.length) : null;
  const first = seconds[0] ?? null;
  const last = seconds.at(-1) ?? null;
  return {
    ...fields,
    identity_group_id: null,
    closed_at: time(intervention.closed_at),
    deferred_at: time(intervention.deferred_at),
    user_replies_count: replies.length,
    first_user_reply_id: replies[0]?.content_id ?? null,
    first_user_reply_in: first,
    first_user_reply_in_bh: first,
    last_user_reply_in: last,
    last_user_reply_in_bh: last,
    user_reply_in_average: average,
    user_reply_in_average_bh: average,
    user_reply_in_average_count: replies.length,
    ...stamps(intervention),
  };
}

export function presentIdentity(state: EngageState, identity: Identity): unknown {
  const { source_id: _source, puppetizable: _puppet, controlled: _controlled, ...fields } = identity;
  return {
    ...fields,
    type: state.communities.get(identity.community_id)?.['type'] ?? null,
    community_url: null,
    uuid: identity.foreign_id,
    identity_group_id: identity.identity_group_id ?? null,
    display_name: identity.screenname,
    company: null,
    ...stamps(identity),
  };
}

export const presentIdentityGroup = (state: EngageState, group: PlainRecord): unknown => ({
  ...group,
  identity_ids: state.identities.filter((item) => item.identity_group_id === group.id).map(({ id }) => id),
  ...stamps(group),
});

export function presentTask(task: Task): unknown {
  const { id, channel_id, content_id, thread_id, intervention_id, agent_ids, step, priority } = task;
  return {
    id,
    channel_id,
    content_id,
    thread_id,
    intervention_id,
    agent_ids,
    step,
    priority,
    accepted_at: time(task.accepted_at),
    completed_at: time(task.completed_at),
    expire_at: time(task.expire_at),
    locked_at: null,
    transfered_at: time(task.transfered_at),
    ...stamps(task),
  };
}

export function presentUser(user: User): unknown {
  const {
    id,
    firstname,
    lastname,
    email,
    gender,
    enabled,
    role_id,
    category_ids,
    team_ids,
    identity_ids,
    spoken_languages,
  } = user;
  return {
    id,
    firstname,
    lastname,
    nickname: null,
    email,
    gender,
    enabled,
    external_id: null,
    rc_user_id: null,
    role_id,
    category_ids,
    team_ids,
    identity_ids,
    spoken_languages,
    locale: 'en',
    timezone: '',
    invitation_pending: false,
    no_password: false,
    user_capacity_id: null,
    ...stamps(user),
  };
}

/** The secret is never shown. */
export function presentWebhook(state: EngageState, webhook: WebhookRecord): unknown {
  const { id, name, active, staging_use, url, verify_token, webhook_status, registered_events, token_id } = webhook;
  const token = state.tokens.get(token_id);
  return {
    id,
    name,
    active,
    staging_use,
    url,
    verify_token,
    webhook_status,
    registered_events,
    api_access_token: token ? { id: token.id, ...stamps(token) } : null,
  };
}
