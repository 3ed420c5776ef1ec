import { timeBin } from '#database';
import type { DeliveryStatus } from '../domain/delivery.js';
import type { DeliveryQuery } from '../ports/delivery-archive.js';

const STATUSES: readonly DeliveryStatus[] = ['pending', 'delivered', 'parked', 'superseded', 'discarded'];
const SECOND = timeBin('second', 'd.created_at');
/** The index gives the seconds in order; the deliveries of one are sorted. */
const NEWEST = `ORDER BY ${SECOND} DESC, d.created_at DESC, d.id DESC`;

/**
 * The newest deliveries. Each tenant and status is a range of `ix_deliveries_second`, which is read from its newest end. Only as
 * many ranges as deliveries are wanted can have one among them: those whose own newest one is the newest.
 */
export function deliveryList({ tenantIds, status, limit, before }: DeliveryQuery): {
  sql: string;
  parameters: unknown[];
} {
  const parameters: unknown[] = [tenantIds ?? null, status ? [status] : STATUSES, limit, ...(before ?? [])];
  const older = before ? `AND ${SECOND} <= $4::timestamptz AND (d.created_at, d.id) < ($4::timestamptz, $5::uuid)` : '';
  const inRange = `WHERE d.tenant_id = range.tenant_id AND d.status = range.status ${older} ${NEWEST}`;
  const sql = `
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
  return { sql, parameters };
}
