import type { HandoverId, TenantId, ConversationId } from '#kernel';
import type { Handover } from '../domain/handover.js';

/** The column of each member of a handover. */
export const COLUMNS = {
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
  inactivityMinutes: 'inactivity_minutes',
  inactivityCount: 'inactivity_count',
  inactivityDueAt: 'inactivity_due_at',
  noPickupDueAt: 'no_pickup_due_at',
} as const satisfies Record<keyof Handover, string>;

type Member = keyof typeof COLUMNS;

/** A row of `handovers` as the driver gives it. */
export type HandoverRecord = Readonly<Record<(typeof COLUMNS)[Member], unknown>> & {
  readonly tenant_id: TenantId;
  readonly id: HandoverId;
  readonly conversation_id: ConversationId;
};

/** Columns and values of these members, in one order; what is undefined is NULL. */
export function valuesOf(members: Partial<Handover>): { columns: string[]; values: unknown[] } {
  const names = (Object.keys(members) as Member[]).filter((name) => name in COLUMNS);
  return { columns: names.map((name) => COLUMNS[name]), values: names.map((name) => toColumn(members[name])) };
}

export function toHandover(row: HandoverRecord): Handover {
  const entries = (Object.entries(COLUMNS) as [Member, keyof HandoverRecord][]).map(([name, column]) => [
    name,
    row[column] ?? undefined,
  ]);
  const handover = Object.fromEntries(entries) as Handover;
  const { estimatedWaitMs } = handover; // the driver gives bigint as text
  return { ...handover, estimatedWaitMs: estimatedWaitMs === undefined ? undefined : Number(estimatedWaitMs) };
}

function toColumn(value: Handover[Member]): unknown {
  if (value === undefined) return null;
  const isJson = typeof value === 'object' && !(value instanceof Date) && !Array.isArray(value);
  return isJson ? JSON.stringify(value) : value;
}
