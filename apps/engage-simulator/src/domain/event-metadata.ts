import type { EngageState } from './engage-state.js';
import type { Content, Intervention, Task, User } from './model.js';
import { channelStatuses } from './availability.js';
import type { EngageEvent } from './domain-events.js';

type Resource = EngageEvent['resource'];

export const CAPABILITIES_SUPPORTED = ['select', 'rich_link', 'template', 'carousel'];

const seconds = (iso: string | null): string | null => (iso === null ? null : iso.replace(/\.\d+Z$/, 'Z'));

export function contentResource(state: EngageState, content: Content): Resource {
  const source = state.sources.get(content.source_id);
  const thread = state.threads.get(content.thread_id);
  const metadata = {
    id: content.id,
    approval_required: false,
    author_id: content.author_id,
    body: content.body,
    body_input_format: content.body_input_format,
    capabilities_supported: CAPABILITIES_SUPPORTED,
    category_ids: content.category_ids.length > 0 ? content.category_ids : (thread?.thread_category_ids ?? []),
    context_data: Object.keys(content.context_data).length > 0 ? content.context_data : null,
    created_from: content.created_from,
    creator_id: content.creator_id,
    date: content.created_at.slice(0, 10),
    first_in_thread: content.first_in_thread,
    foreign_categories: content.foreign_categories,
    foreign_id: content.foreign_id,
    has_attachment: content.attachments.length > 0,
    in_reply_to_author_id: content.in_reply_to_author_id,
    in_reply_to_id: content.in_reply_to_id,
    intervention_id: content.intervention_id,
    language: content.language,
    private: content.type === 'private_message',
    source_id: content.source_id,
    source_type: source?.type ?? null,
    status: content.status,
    ...(content.structured_reply ? { structured_reply: content.structured_reply } : {}),
    synchronization_status: content.synchronization_status,
    thread_id: content.thread_id,
    thread_title: thread?.title ?? null,
    type: content.type,
  };
  return { type: `${source?.type ?? 'sdk'}/${content.type}`, id: content.id, metadata };
}

export function interventionResource(state: EngageState, intervention: Intervention): Resource {
  const metadata = {
    custom_field_values: intervention.custom_fields,
    category_ids: intervention.category_ids,
    closed_at: state.switches.closedAtInEvent ? seconds(intervention.closed_at) : null,
    deferred_at: seconds(intervention.deferred_at),
    identity_id: intervention.identity_id,
    source_id: intervention.source_id,
    thread_id: intervention.thread_id,
    user_id: intervention.user_id,
  };
  return { type: 'intervention', id: intervention.id, metadata };
}

export function taskResource(task: Task): Resource {
  const {
    created_at,
    channel_id,
    source_id,
    priority,
    content_id,
    intervention_id,
    agent_ids,
    identity_id,
    queue,
    thread_id,
    language,
    segment_index,
  } = task;
  const metadata = {
    ...{
      created_at,
      channel_id,
      source_id,
      priority,
      content_id,
      intervention_id,
      agent_ids,
      identity_id,
      queue,
      thread_id,
      language,
      segment_index,
    },
    ...(task.action ? { action: task.action } : {}),
    ...(task.type ? { type: task.type } : {}),
  };
  return { type: 'task', id: task.id, metadata };
}

export function agentResource(state: EngageState, agent: User): Resource {
  return {
    type: 'push_agent',
    id: agent.id,
    metadata: { channels: channelStatuses(state, agent), custom_status: agent.custom_status },
  };
}
