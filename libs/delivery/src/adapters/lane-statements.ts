import type { Prepared } from '#database';

/**
 * For a delivery that is looked up by its id. Not `=`, for which PostgreSQL could use the index of pending deliveries: if the
 * statistics do not show a backlog yet, it would read all of it instead of the index of ids.
 */
export const STILL_PENDING = `status IS NOT DISTINCT FROM 'pending'`;

/**
 * A lane that was given back keeps its fence until it is claimed, so `lease_owner` is checked too: the lane was given back
 * even if the answer to the statement was lost.
 */
export const HELD =
  'tenant_id = $1 AND conversation_id = $2 AND direction = $3 AND fence = $4 AND lease_owner IS NOT NULL';

/**
 * Settles deliveries, each in a lane that the worker holds, and reads the next heads; a row without a delivery only reads. A
 * lane without a head is given back, but only if nothing was appended since it was read: after a concurrent append the locked
 * row has a newer revision than the one that was read. Lanes are locked in one order.
 *
 * @param lock says what happens to lanes that another transaction keeps locked
 */
function settle(lock: '' | 'SKIP LOCKED'): string {
  return `
  WITH mine AS MATERIALIZED (
    SELECT * FROM jsonb_to_recordset($1::jsonb) AS given(place integer, "tenantId" uuid, "conversationId" uuid, direction text,
      fence bigint, id uuid, status text, "durationMs" integer, error jsonb, tries integer)
  ), seen AS MATERIALIZED (
    SELECT mine.place, l.revision FROM mine JOIN lanes l
      ON (l.tenant_id, l.conversation_id, l.direction, l.fence) = (mine."tenantId", mine."conversationId", mine.direction, mine.fence)
        AND l.lease_owner IS NOT NULL
  ), held AS MATERIALIZED (
    SELECT mine.*, l.revision FROM mine JOIN lanes l
      ON (l.tenant_id, l.conversation_id, l.direction, l.fence) = (mine."tenantId", mine."conversationId", mine.direction, mine.fence)
        AND l.lease_owner IS NOT NULL
    ORDER BY l.tenant_id, l.conversation_id, l.direction
    FOR NO KEY UPDATE OF l ${lock}
  ), settled AS (
    UPDATE deliveries d SET status = held.status, settled_at = $2, settled_position = nextval('timeline_positions'),
      duration_ms = held."durationMs", last_error = coalesce(held.error, d.last_error), attempts = d.attempts + held.tries,
      payload = CASE held.status WHEN 'delivered' THEN '{}' ELSE d.payload END
    FROM held WHERE d.tenant_id = held."tenantId" AND d.id = held.id AND d.${STILL_PENDING}
  ), head AS MATERIALIZED (
    SELECT held.place, next.* FROM held CROSS JOIN LATERAL (
      SELECT d.id, d.seq, d.kind, d.payload, d.attempts, d.held_ms, d.created_at FROM deliveries d
      WHERE d.tenant_id = held."tenantId" AND d.conversation_id = held."conversationId" AND d.direction = held.direction
        AND d.status = 'pending' AND d.id IS DISTINCT FROM held.id
      ORDER BY d.seq LIMIT 1
    ) next
  ), idle AS (
    UPDATE lanes l SET ready_at = NULL, yields = false, lease_owner = NULL, lease_until = NULL FROM held JOIN seen USING (place, revision)
    WHERE (l.tenant_id, l.conversation_id, l.direction, l.fence) = (held."tenantId", held."conversationId", held.direction, held.fence)
      AND NOT EXISTS (SELECT FROM head WHERE head.place = held.place)
    RETURNING held.place
  )
  SELECT mine.place, seen.place IS NOT NULL AS "isSeen", held.place IS NOT NULL AS "isHeld", idle.place IS NOT NULL AS "isIdle",
    mine."tenantId" AS tenant_id, mine."conversationId" AS conversation_id, mine.direction,
    head.id, head.seq, head.kind, head.payload, head.attempts, head.held_ms, head.created_at, t.xmin::text AS tenant_version
  FROM mine JOIN tenants t ON t.tenant_id = mine."tenantId" LEFT JOIN seen USING (place) LEFT JOIN held USING (place) LEFT JOIN idle USING (place) LEFT JOIN head USING (place)`;
}

/** Leaves out lanes that are locked at the moment: they must not delay all others. */
export const SETTLE_MANY: Prepared = { name: 'lanes.settle-many', text: settle('SKIP LOCKED') };
export const SETTLE_ONE: Prepared = { name: 'lanes.settle-one', text: settle('') };

/**
 * By fence, not by time: an expired lease is still this worker's until another one claims the lane. A row that another
 * transaction keeps locked cannot be claimed either, so it waits for the next renewal instead of delaying all others.
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

const CLAIMED = `tenant_id AS "tenantId", conversation_id AS "conversationId", direction, destination, fence, yields`;

/**
 * Claims lanes with their heads. If asked ($8), it also returns what lanes wait for: it goes from pair to pair in the index of
 * waiting lanes, so the number of lanes that wait for the same does not matter.
 */
export const CLAIM: Prepared = {
  name: 'lanes.claim',
  text: `
  WITH RECURSIVE pair AS (
    (SELECT tenant_id, waits_for FROM lanes WHERE $8::boolean AND waits_for IS NOT NULL ORDER BY tenant_id, waits_for LIMIT 1)
    UNION ALL
    SELECT next.tenant_id, next.waits_for FROM pair CROSS JOIN LATERAL (
      SELECT l.tenant_id, l.waits_for FROM lanes l
      WHERE l.waits_for IS NOT NULL AND (l.tenant_id, l.waits_for) > (pair.tenant_id, pair.waits_for)
      ORDER BY l.tenant_id, l.waits_for LIMIT 1
    ) next
  )
  SELECT (
      SELECT jsonb_agg(jsonb_build_object('tenantId', pair.tenant_id, 'waitsFor', pair.waits_for)) FROM pair
      JOIN tenants t ON t.tenant_id = pair.tenant_id AND t.enabled
    ) AS waiting, claimed.*
  FROM (VALUES (1)) one LEFT JOIN (
    SELECT (lane).tenant_id, (lane).conversation_id, (lane).direction, (lane).destination, (lane).fence, (lane).yields,
      (head).id, (head).seq, (head).kind, (head).payload, (head).attempts, (head).held_ms, (head).created_at,
      t.xmin::text AS tenant_version
    FROM claim_heads($1, $2, $3, $4, $5, $6, $7) JOIN tenants t ON t.tenant_id = (lane).tenant_id
  ) claimed ON true`,
};

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
