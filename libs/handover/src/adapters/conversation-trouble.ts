import { timeBin } from '#database';
import { listedStatus } from '#delivery';
import type { Trouble, TroubleType } from '../ports/conversation-archive.js';

/** What is older than this time is late, on the database's clock. The time does not change within a transaction, so indexes can use it. */
const LATE = `(now() - interval '15 minutes')`;
const MOST_PARKED = 1_000;

const isParked = (of: string): string => `d.tenant_id = ${of} AND d.status = 'parked'`;
const isOverdue = (of: string): string =>
  `d.tenant_id = ${of} AND ${listedStatus('d')} = 'pending' AND ${timeBin('second', 'd.created_at')} <= ${LATE} AND d.created_at <= ${LATE}`;
const isWaiting = (of: string): string =>
  `h.tenant_id = ${of} AND h.ended_at IS NULL AND h.status = 'queue' AND h.started_at <= ${LATE}`;

/** Ids of the conversations of tenant `t` that are in trouble, each once. Reads only what is parked, pending for long, or running. */
export const TROUBLED = `
  SELECT d.conversation_id FROM deliveries d WHERE ${isParked('t.tenant_id')}
  UNION SELECT d.conversation_id FROM deliveries d WHERE ${isOverdue('t.tenant_id')}
  UNION SELECT h.conversation_id FROM handovers h WHERE ${isWaiting('t.tenant_id')}`;

/** Whether conversation `c` is in trouble. */
export const IS_TROUBLED = `(
  EXISTS (SELECT FROM deliveries d WHERE ${isParked('c.tenant_id')} AND d.conversation_id = c.id)
  OR EXISTS (SELECT FROM deliveries d WHERE d.tenant_id = c.tenant_id AND d.conversation_id = c.id AND d.status = 'pending'
    AND d.created_at <= ${LATE})
  OR EXISTS (SELECT FROM handovers h WHERE ${isWaiting('c.tenant_id')} AND h.conversation_id = c.id))`;

const error = (of: string): string =>
  `jsonb_build_object('kind', ${of}.kind, 'code', ${of}.last_error ->> 'code', 'message', ${of}.last_error ->> 'message')`;

/**
 * The trouble of the conversations `$1`, given as JSON with the ids of tenants and conversations. Lanes keep their
 * order, so their head is the oldest.
 */
export const TROUBLES = `
  SELECT key.id, parked.count AS parked, parked.since AS "parkedSince", head.created_at AS "overdueSince",
    waiting.started_at AS "waitingSince", CASE WHEN last.id IS NOT NULL THEN ${error('last')} WHEN head.last_error IS NOT NULL THEN ${error('head')} END AS "lastError"
  FROM jsonb_to_recordset($1::jsonb) AS key("tenantId" uuid, id uuid)
  CROSS JOIN LATERAL (
    SELECT count(*)::int AS count, min(first.at) AS since FROM (
      SELECT coalesce(d.settled_at, d.created_at) AS at FROM deliveries d
      WHERE ${isParked('key."tenantId"')} AND d.conversation_id = key.id ORDER BY d.direction, d.seq LIMIT ${MOST_PARKED}
    ) first
  ) parked
  LEFT JOIN LATERAL (
    SELECT d.id, d.kind, d.last_error FROM deliveries d WHERE ${isParked('key."tenantId"')} AND d.conversation_id = key.id
    ORDER BY d.direction DESC, d.seq DESC LIMIT 1
  ) last ON true
  LEFT JOIN LATERAL (
    SELECT d.* FROM (VALUES ('engage'), ('bot')) lane(direction) CROSS JOIN LATERAL (
      SELECT d.kind, d.last_error, d.created_at FROM deliveries d
      WHERE d.tenant_id = key."tenantId" AND d.conversation_id = key.id AND d.direction = lane.direction AND d.status = 'pending'
      ORDER BY d.seq LIMIT 1
    ) d WHERE d.created_at <= ${LATE} ORDER BY d.created_at LIMIT 1
  ) head ON true
  LEFT JOIN LATERAL (
    SELECT h.started_at FROM handovers h WHERE ${isWaiting('key."tenantId"')} AND h.conversation_id = key.id
  ) waiting ON true`;

/** A row of `TROUBLES`. */
export interface TroubleRow {
  readonly id: string;
  readonly parked: number;
  readonly parkedSince: Date | null;
  readonly overdueSince: Date | null;
  readonly waitingSince: Date | null;
  readonly lastError: Trouble['lastError'];
}

/** @returns null when nothing is wrong */
export function troubleOf({ parked, lastError, ...since }: TroubleRow): Trouble | null {
  const known: readonly [TroubleType, Date | null][] = [
    ['parked', since.parkedSince],
    ['overdue', since.overdueSince],
    ['waiting', since.waitingSince],
  ];
  const found = known.filter((entry): entry is [TroubleType, Date] => entry[1] !== null);
  if (found.length === 0) return null;
  const first = Math.min(...found.map(([, at]) => at.getTime()));
  return { types: found.map(([type]) => type), since: new Date(first), parked, lastError };
}
