import { Injectable } from '@nestjs/common';
import { Database, timeBin } from '#database';
import { listedStatus, TENANT_ENABLED } from '#delivery';
import { CALLS_PER_MINUTE } from '#engage-outbound';
import { ServiceState, type ServiceStateNow } from '../ports/service-state.js';

const MOST = 20_000;
const MOST_OUTAGES = 1_000;
/** A domain with fewer calls left is short of calls. */
const SHORT = CALLS_PER_MINUTE / 5;

const list = (rows: string): string => `coalesce((SELECT jsonb_agg(found) FROM (${rows}) found), '[]')`;
const age = (moment: string): string =>
  `greatest(0, round(coalesce(extract(epoch FROM clock_timestamp() - ${moment}), 0), 3))::float8`;
const seconds = (moment: string): string => `${age(moment)} AS "oldestSeconds"`;

/** In the order of the status index, so that the index is used, and only the counted part of it is read. */
const byDirection = (status: string): string => `
  SELECT direction, count(*)::int AS count FROM (
    SELECT direction FROM deliveries WHERE status = '${status}'
    ORDER BY tenant_id, conversation_id, direction, seq LIMIT ${MOST}
  ) counted GROUP BY direction`;

const HANDOVERS = `
  SELECT status AS state, sum(count)::int AS count, ${seconds('min(since)')} FROM (
    SELECT tenant_id, status, count(*) AS count, min(started_at) AS since FROM (
      SELECT tenant_id, status, started_at FROM handovers WHERE ended_at IS NULL ORDER BY tenant_id, conversation_id LIMIT ${MOST}
    ) counted GROUP BY tenant_id, status
  ) running JOIN tenants t USING (tenant_id) WHERE t.enabled GROUP BY status`;

/**
 * Jumps from tenant to tenant in the index of pending deliveries, then reads the oldest of each in the index of lists.
 */
const OLDEST_PENDING = `
  WITH RECURSIVE waiting AS (
    (SELECT tenant_id FROM deliveries WHERE status = 'pending' ORDER BY tenant_id, conversation_id, direction, seq LIMIT 1)
    UNION ALL
    SELECT next.tenant_id FROM waiting CROSS JOIN LATERAL (
      SELECT d.tenant_id FROM deliveries d WHERE d.status = 'pending' AND d.tenant_id > waiting.tenant_id
      ORDER BY d.tenant_id, d.conversation_id, d.direction, d.seq LIMIT 1
    ) next
  )
  SELECT min(oldest.created_at) FROM waiting JOIN tenants t ON t.tenant_id = waiting.tenant_id AND t.enabled CROSS JOIN LATERAL (
    SELECT d.created_at FROM deliveries d WHERE d.tenant_id = waiting.tenant_id AND ${listedStatus('d')} = 'pending'
    ORDER BY ${timeBin('second', 'd.created_at')} LIMIT 1
  ) oldest`;

/**
 * Jumps from one pair of tenant and service to the next in the index of waiting lanes, however many lanes each pair
 * has.
 */
const OUTAGES = `
  WITH RECURSIVE pair AS (
    (SELECT tenant_id, waits_for, 1 AS place FROM lanes WHERE waits_for IS NOT NULL ORDER BY tenant_id, waits_for LIMIT 1)
    UNION ALL
    SELECT next.tenant_id, next.waits_for, pair.place + 1 FROM pair CROSS JOIN LATERAL (
      SELECT l.tenant_id, l.waits_for FROM lanes l
      WHERE l.waits_for IS NOT NULL AND (l.tenant_id, l.waits_for) > (pair.tenant_id, pair.waits_for)
      ORDER BY l.tenant_id, l.waits_for LIMIT 1
    ) next WHERE pair.place < ${MOST_OUTAGES}
  )
  SELECT split_part(pair.waits_for, ' ', 1) AS service, count(*)::int AS count, ${seconds('min(longest.ready_at)')}
  FROM pair JOIN tenants t ON t.tenant_id = pair.tenant_id AND t.enabled CROSS JOIN LATERAL (
    SELECT l.ready_at FROM lanes l WHERE l.tenant_id = pair.tenant_id AND l.waits_for = pair.waits_for ORDER BY l.ready_at LIMIT 1
  ) longest
  WHERE pair.waits_for <> '${TENANT_ENABLED}' GROUP BY 1`;

/** Only rows of the last minute; a domain that Engage has asked to wait has no calls left. */
const RATE = `
  SELECT jsonb_build_object('leastLeft', min(room), 'short', count(*) FILTER (WHERE room < ${SHORT})) FROM (
    SELECT CASE WHEN d.blocked_until > clock_timestamp() THEN 0
      ELSE greatest(0, ${CALLS_PER_MINUTE} - coalesce(used.calls, 0)) END AS room
    FROM engage_domains d LEFT JOIN (
      SELECT domain, sum(calls)::int AS calls FROM engage_calls WHERE slot > clock_timestamp() - interval '61 s' GROUP BY domain
    ) used USING (domain)
  ) domains`;

/**
 * One statement, on indexes that contain only open work: finished conversations cost nothing, however many there are.
 */
export const SERVICE_STATE = `SELECT ${list(byDirection('pending'))} AS pending, ${list(byDirection('parked'))} AS parked,
  ${age(`(${OLDEST_PENDING})`)} AS "oldestPendingSeconds", ${list(HANDOVERS)} AS handovers, ${list(OUTAGES)} AS outages, (${RATE}) AS rate`;

@Injectable()
export class PostgresServiceState extends ServiceState {
  constructor(private readonly database: Database) {
    super();
  }

  async read(): Promise<ServiceStateNow> {
    const [row] = await this.database.separately<ServiceStateNow>(SERVICE_STATE);
    if (!row) throw new Error('The state of the service has one row.');
    return row;
  }
}
