export const HELD = 'tenant_id = $1 AND conversation_id = $2 AND direction = $3 AND fence = $4';

/**
 * Looks at the head and, where there is none, gives the lane back: only if nothing was appended since the look, which a
 * concurrent append shows by a new revision once its lock on the row is gone.
 */
export const HEAD_OR_IDLE = `
  WITH seen AS MATERIALIZED (SELECT revision FROM lanes WHERE ${HELD}), head AS MATERIALIZED (
    SELECT * FROM deliveries WHERE tenant_id = $1 AND conversation_id = $2 AND direction = $3 AND status = 'pending' ORDER BY seq LIMIT 1
  ), idle AS (
    UPDATE lanes l SET ready_at = NULL, lease_owner = NULL, lease_until = NULL FROM seen
    WHERE l.tenant_id = $1 AND l.conversation_id = $2 AND l.direction = $3 AND l.fence = $4 AND l.revision = seen.revision
      AND NOT EXISTS (SELECT 1 FROM head)
    RETURNING 1
  )
  SELECT (SELECT count(*)::int FROM seen) AS held, (SELECT count(*)::int FROM idle) AS idle, head.* FROM (VALUES (1)) one LEFT JOIN head ON true`;

/**
 * By fence, not by time: a lease that ran out while no other worker claimed the lane is still this worker's. A row that another
 * transaction keeps locked cannot be claimed either, so it waits for the next renewal instead of holding up all others.
 */
export const RENEW = `
  WITH held AS MATERIALIZED (
    SELECT l.tenant_id, l.conversation_id, l.direction FROM lanes l
    JOIN jsonb_to_recordset($3::jsonb) AS mine("tenantId" uuid, "conversationId" uuid, direction text, fence bigint)
      ON (l.tenant_id, l.conversation_id, l.direction, l.fence) = (mine."tenantId", mine."conversationId", mine.direction, mine.fence)
    WHERE l.lease_owner = $1
    ORDER BY l.tenant_id, l.conversation_id, l.direction
    FOR NO KEY UPDATE OF l SKIP LOCKED
  )
  UPDATE lanes l SET lease_until = clock_timestamp() + $2 * interval '1 ms'
  FROM held WHERE (l.tenant_id, l.conversation_id, l.direction) = (held.tenant_id, held.conversation_id, held.direction)`;

export const CLAIMED = `tenant_id AS "tenantId", conversation_id AS "conversationId", direction, destination, fence`;

/** Jumps from one pair to the next in the index of waiting lanes, however many lanes wait for the same. */
export const WAITING = `
  WITH RECURSIVE pair AS (
    (SELECT tenant_id, waits_for FROM lanes WHERE waits_for IS NOT NULL ORDER BY tenant_id, waits_for LIMIT 1)
    UNION ALL
    SELECT next.tenant_id, next.waits_for FROM pair CROSS JOIN LATERAL (
      SELECT l.tenant_id, l.waits_for FROM lanes l
      WHERE l.waits_for IS NOT NULL AND (l.tenant_id, l.waits_for) > (pair.tenant_id, pair.waits_for)
      ORDER BY l.tenant_id, l.waits_for LIMIT 1
    ) next
  )
  SELECT pair.tenant_id AS "tenantId", pair.waits_for AS "waitsFor" FROM pair
  JOIN tenants t ON t.tenant_id = pair.tenant_id AND t.enabled`;

export const CLAIM_PROBE = `
  WITH picked AS MATERIALIZED (
    SELECT tenant_id, conversation_id, direction, waiting_kind FROM lanes
    WHERE tenant_id = $3 AND waits_for = $4 AND ready_at <= clock_timestamp()
    ORDER BY coalesce(array_position($5::text[], waiting_kind), 0), ready_at LIMIT 1
    FOR UPDATE SKIP LOCKED
  ), claimed AS (
    UPDATE lanes l SET lease_owner = $1, lease_until = clock_timestamp() + $2 * interval '1 ms', fence = l.fence + 1,
      waits_for = NULL, waiting_kind = NULL
    FROM picked p WHERE (l.tenant_id, l.conversation_id, l.direction) = (p.tenant_id, p.conversation_id, p.direction)
    RETURNING l.*, p.waiting_kind AS kind
  )
  SELECT ${CLAIMED}, kind FROM claimed`;

export const RESUME = `
  WITH picked AS MATERIALIZED (
    SELECT tenant_id, conversation_id, direction FROM lanes WHERE tenant_id = $1 AND waits_for = $2
    ORDER BY ready_at LIMIT $3 FOR NO KEY UPDATE SKIP LOCKED
  )
  UPDATE lanes l SET waits_for = NULL, waiting_kind = NULL
  FROM picked p WHERE (l.tenant_id, l.conversation_id, l.direction) = (p.tenant_id, p.conversation_id, p.direction)`;

/** Locks the lane's row, checks the fence, and settles the delivery unless an administrator has done so. */
export const SETTLE = `
  WITH lane AS (SELECT 1 FROM lanes WHERE ${HELD} FOR NO KEY UPDATE), settled AS (
    UPDATE deliveries SET status = $6, settled_at = $7, settled_position = nextval('timeline_positions'), duration_ms = $8,
      last_error = coalesce($9::jsonb, last_error), attempts = attempts + $10
    WHERE tenant_id = $1 AND id = $5 AND status = 'pending' AND EXISTS (SELECT 1 FROM lane)
  )
  SELECT count(*)::int AS held FROM lane`;
