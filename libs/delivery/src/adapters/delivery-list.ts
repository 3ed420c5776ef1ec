import { timeBin } from '#database';
import { cleanText } from '#kernel';
import { listedStatus } from './listed-status.js';
import type { DeliveryStatus } from '../domain/delivery.js';
import type { DeliveryQuery, DeliverySelection } from '../ports/delivery-archive.js';

const STATUSES: readonly DeliveryStatus[] = ['pending', 'delivered', 'parked', 'superseded', 'discarded'];
const SECOND = timeBin('second', 'd.created_at');
/** The index returns the seconds in order; the deliveries of one second are sorted. */
const NEWEST = `ORDER BY ${SECOND} DESC, d.created_at DESC, d.id DESC`;

/** Numbers the parameters of a statement. */
export class Parameters {
  constructor(readonly values: unknown[] = []) {}

  add(value: unknown): string {
    return `$${this.values.push(value)}`;
  }
}

/** The conditions of a selection, each beginning with AND. */
export function selects(
  { conversationId, kind, code }: DeliverySelection,
  alias: string,
  parameters: Parameters,
): string {
  const conditions: string[] = [];
  if (conversationId !== undefined)
    conditions.push(`${alias}.conversation_id = ${parameters.add(conversationId)}::uuid`);
  if (kind !== undefined) conditions.push(`${alias}.kind = ${parameters.add(cleanText(kind))}`);
  if (code !== undefined) conditions.push(`${alias}.last_error ->> 'code' = ${parameters.add(cleanText(code))}`);
  return conditions.map((condition) => ` AND ${condition}`).join('');
}

/**
 * The newest deliveries. Each tenant and status is a range of `ix_deliveries_newest`, which is read from its newest end. For a
 * list of N deliveries, the N ranges with the newest entries are enough. The deliveries of one conversation are few enough to
 * be sorted.
 */
export function deliveryList(query: DeliveryQuery): { sql: string; parameters: unknown[] } {
  const { tenantIds, status, limit } = query;
  const parameters = new Parameters([tenantIds ?? null, status ? [status] : STATUSES, limit]);
  const conditions = selects(query, 'd', parameters) + withinTime(query, parameters);
  const sql = query.conversationId === undefined ? ofRanges(conditions) : ofConversation(conditions);
  return { sql, parameters: parameters.values };
}

function ofRanges(conditions: string): string {
  const inRange = `WHERE d.tenant_id = range.tenant_id AND ${listedStatus('d')} = range.status${conditions} ${NEWEST}`;
  return `
    WITH range AS (
      SELECT t.tenant_id, t.slug, status FROM tenants t CROSS JOIN unnest($2::text[]) AS status
      WHERE $1::uuid[] IS NULL OR t.tenant_id = ANY ($1)
    ), newest AS MATERIALIZED (
      SELECT range.* FROM range CROSS JOIN LATERAL (
        SELECT d.created_at, d.id FROM deliveries d ${inRange} LIMIT 1
      ) d ORDER BY d.created_at DESC, d.id DESC LIMIT $3
    )
    SELECT d.*, range.slug FROM newest range CROSS JOIN LATERAL (
      SELECT * FROM deliveries d ${inRange} LIMIT $3
    ) d ORDER BY d.created_at DESC, d.id DESC LIMIT $3`;
}

function ofConversation(conditions: string): string {
  return `
    SELECT d.*, t.slug FROM tenants t JOIN deliveries d ON d.tenant_id = t.tenant_id
    WHERE ($1::uuid[] IS NULL OR t.tenant_id = ANY ($1)) AND d.status = ANY ($2)${conditions}
    ORDER BY d.created_at DESC, d.id DESC LIMIT $3`;
}

function withinTime({ before, minutesOld }: DeliveryQuery, parameters: Parameters): string {
  const conditions: string[] = [];
  if (before) {
    const [at, id] = [parameters.add(before[0]), parameters.add(before[1])];
    conditions.push(`${SECOND} <= ${at}::timestamptz AND (d.created_at, d.id) < (${at}::timestamptz, ${id}::uuid)`);
  }
  if (minutesOld !== undefined) {
    const latest = `now() - ${parameters.add(minutesOld)} * interval '1 min'`;
    conditions.push(`${SECOND} <= ${latest} AND d.created_at <= ${latest}`);
  }
  return conditions.map((condition) => ` AND ${condition}`).join('');
}
