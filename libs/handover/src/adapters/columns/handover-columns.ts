import { ColumnMap } from '#database';
import type { Handover } from '#handover-rules';

export const HANDOVERS = new ColumnMap<Handover>('handovers', {
  tenantId: 'tenant_id',
  id: 'id',
  conversationId: 'conversation_id',
  status: 'status',
  step: 'step',
  options: 'options',
  reason: 'reason',
  summary: 'summary',
  contextData: 'context_data',
  note: 'note',
  noteQueuedAt: 'note_queued_at',
  categoryIds: 'category_ids',
  addedCategoryIds: 'added_category_ids',
  categoriesBefore: 'categories_before',
  agentCategoryId: 'agent_category_id',
  botCategoryId: 'bot_category_id',
  engageStartedAt: 'engage_started_at',
  returnedAt: 'returned_at',
  interventionId: 'intervention_id',
  agentName: 'agent_name',
  queuePosition: 'queue_position',
  estimatedWaitMs: 'estimated_wait_ms',
  queueUpdateSentAt: 'queue_update_sent_at',
  queueUpdateDueAt: 'queue_update_due_at',
  activeSent: 'active_sent',
  startedAt: 'started_at',
  joinedAt: 'joined_at',
  endedAt: 'ended_at',
  endCause: 'end_cause',
  error: 'error',
  checkedAt: 'checked_at',
  contentsCheck: 'contents_check',
  repliesElsewhere: 'replies_elsewhere',
  contentsReadTo: 'contents_read_to',
  inactivityMinutes: 'inactivity_minutes',
  inactivityCount: 'inactivity_count',
  inactivityDueAt: 'inactivity_due_at',
  noPickupDueAt: 'no_pickup_due_at',
  maxDurationDueAt: 'max_duration_due_at',
  language: 'language',
});

export function toHandover(row: object): Handover {
  const handover = HANDOVERS.read(row);
  const { estimatedWaitMs } = handover; // the driver returns bigint as text
  return { ...handover, estimatedWaitMs: estimatedWaitMs === undefined ? undefined : Number(estimatedWaitMs) };
}
