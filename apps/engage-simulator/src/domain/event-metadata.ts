import type { EngageState } from './state/engage-state.js';
import type { Content, Intervention, Task, User } from './state/model.js';
import { channelStatuses } from './agents/availability.js';
import type { EngageEvent } from './domain-events.js';

type Resource = EngageEvent['resource'];

/** Types of structured contents that a Channel SDK source supports. */
export const SDK_KINDS: readonly string[] = ['select', 'rich_link', 'template', 'carousel'];

const seconds = (iso: string | null): string | null => (iso === null ? null : iso.replace(/\.\d+Z$/, 'Z'));

/** Types of structured contents that a source supports. */
export const kindsOf = (state: EngageState, sourceId: string): readonly string[] =>
  Object.hasOwn(state.sdk, sourceId) ? SDK_KINDS : (state.nativeKinds[sourceId] ?? []);

/** A content's own categories, else those of its intervention or thread. */
export function categoriesOf(state: EngageState, content: Content): string[] {
  if (content.category_ids.length > 0) return content.category_ids;
  const intervention = state.interventions.get(content.intervention_id);
  return intervention?.category_ids ?? state.threads.get(content.thread_id)?.thread_category_ids ?? [];
}

export function contentResource(state: EngageState, content: Content): Resource {
  const source = state.sources.require(content.source_id);
  const thread = state.threads.require(content.thread_id);
  const metadata = {
    ...(state.switches.shapes.omitMetadataId ? {} : { id: content.id }),
    approval_required: false,
    author_id: content.author_id,
    body: content.body,
    body_input_format: content.body_input_format,
    capabilities_supported: kindsOf(state, content.source_id),
    category_ids: categoriesOf(state, content),
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
    source_type: source.type,
    status: content.status,
    ...(content.structured_reply ? { structured_reply: content.structured_reply } : {}),
    synchronization_status: content.synchronization_status,
    thread_id: content.thread_id,
    thread_title: thread.title,
    type: content.type,
  };
  return { type: `${source.type}/${content.type}`, id: content.id, metadata };
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

/** `action` and `type` are present only where they have a meaning. */
export function taskResource(task: Task, withType: boolean): Resource {
  const metadata = {
    created_at: task.created_at,
    channel_id: task.channel_id,
    source_id: task.source_id,
    priority: task.priority,
    content_id: task.content_id,
    intervention_id: task.intervention_id,
    agent_ids: task.agent_ids,
    identity_id: task.identity_id,
    queue: task.queue,
    thread_id: task.thread_id,
    language: task.language,
    segment_index: task.segment_index,
    ...(task.action ? { action: task.action } : {}),
    ...(withType ? { type: task.type } : {}),
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
