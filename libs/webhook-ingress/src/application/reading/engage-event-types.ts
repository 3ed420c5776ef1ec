import { type ForeignId, type JsonObject, readId } from '#kernel';
import type { EngageFact } from '#handover';
import { agentContentOf, customerContentOf } from './read-engage-content.js';

/** The meaning of an event type for this service; some depend on the event's fields. */
type Meaning = EngageFact['type'] | 'over-if-closed';

/** Every event type that Engage documents (webhooks, "Events"). */
const MEANINGS: ReadonlyMap<string, Meaning> = new Map<string, Meaning>([
  ['intervention.opened', 'agent-joined'],
  ['intervention.assigned', 'agent-joined'],
  ['intervention.user_updated', 'agent-transferred'],
  ['intervention.deferred', 'none'],
  ['intervention.reactivated', 'none'],
  ['intervention.closed', 'over'],
  ['intervention.canceled', 'over'],
  ['intervention.reopened', 'reopened'],
  ['intervention.recategorized', 'none'],
  ['intervention.custom_fields_updated', 'none'],

  ['content.imported', 'imported'],
  ['content.replied', 'agent-wrote'],
  ['content.approved', 'none'],
  ['content.discussion_initiated', 'none'],
  ['content.exported', 'agent-wrote'],
  ['content.update_exported', 'none'],
  ['content.thread_closed', 'none'],
  ['content.thread_opened', 'none'],
  ['content.thread_auto_closed', 'none'],

  ['task.created', 'none'],
  ['task.assigned', 'none'],
  ['task.taken', 'agent-joined'],
  ['task.supervisor_assigned', 'agent-joined'],
  ['task.transferred', 'agent-transferred'],
  ['task.expired_from_step', 'none'],
  ['task.expired_from_workbin', 'none'],
  ['task.undelivered', 'none'],
  ['task.recategorized', 'none'],
  ['task.resume', 'none'],
  ['task.completed', 'over-if-closed'],
  ['task.destroyed', 'maybe-over'],

  ['push_agent.connected', 'none'],
  ['push_agent.disconnected', 'none'],
  ['push_agent.reconnected', 'none'],
  ['push_agent.availability_change', 'none'],
  ['push_agent.busyness_change', 'none'],
  ['push_agent.accept_task', 'none'],
  ['push_agent.request_task', 'none'],
  ['push_agent.missed_task', 'none'],

  ['identity.merged', 'none'],
  ['identity.unmerged', 'none'],
  ['intervention_segment.summary_generated', 'none'],
  ['intervention_segment.summary_submitted', 'none'],
  ['intervention_segment.summary_generation_failed', 'none'],
  ['survey_response.imported', 'none'],
]);

/** The event types that a webhook has to deliver, in alphabetical order: those with a meaning for this service. */
export const NEEDED_EVENT_TYPES: readonly string[] = [...MEANINGS]
  .filter(([, meaning]) => meaning !== 'none')
  .map(([type]) => type)
  .toSorted();

export function isKnownEventType(type: string): boolean {
  return MEANINGS.has(type);
}

/** @param action of `task.completed`: `closed` or `deferred` */
export function factOf(type: string, action: unknown, metadata: JsonObject): EngageFact {
  const meaning = MEANINGS.get(type) ?? 'none';
  if (meaning === 'imported') return importedFact(metadata);
  if (meaning === 'agent-wrote') {
    const written = agentContentOf(metadata);
    return written ? { type: meaning, written } : { type: 'none' };
  }
  if (meaning === 'over-if-closed') return { type: action === 'closed' ? 'over' : 'none' };
  return { type: meaning };
}

function importedFact(metadata: JsonObject): EngageFact {
  const foreignId = readId(metadata['foreign_id']) as ForeignId | undefined;
  const written = customerContentOf(metadata);
  return { type: 'imported', foreignId, ...(written && { written }) };
}
