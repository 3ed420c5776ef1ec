import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import { type Outage, type OutageQuery, Outages } from '../ports/outages.js';

const WAITING = `l.waits_for IS NOT NULL AND ($1::uuid[] IS NULL OR l.tenant_id = ANY ($1))`;
const MOST_LANES = 1_000;

/** Goes from pair to pair of tenant and service in `ix_lanes_waiting`: the number of lanes that wait for the same does not matter. */
const LIST = `
  WITH RECURSIVE pair AS (
    (SELECT l.tenant_id, l.waits_for, 1 AS place FROM lanes l
     WHERE ${WAITING} AND ($3::uuid IS NULL OR (l.tenant_id, l.waits_for) > ($3, $4)) ORDER BY l.tenant_id, l.waits_for LIMIT 1)
    UNION ALL
    SELECT next.tenant_id, next.waits_for, pair.place + 1 FROM pair CROSS JOIN LATERAL (
      SELECT l.tenant_id, l.waits_for FROM lanes l WHERE ${WAITING} AND (l.tenant_id, l.waits_for) > (pair.tenant_id, pair.waits_for)
      ORDER BY l.tenant_id, l.waits_for LIMIT 1
    ) next WHERE pair.place < $2
  )
  SELECT t.tenant_id AS "tenantId", t.slug AS "tenantSlug", pair.waits_for AS "waitsFor", waiting.lanes, waiting.since
  FROM pair JOIN tenants t ON t.tenant_id = pair.tenant_id CROSS JOIN LATERAL (
    SELECT count(*)::int AS lanes, min(first.ready_at) AS since FROM (
      SELECT l.ready_at FROM lanes l WHERE l.tenant_id = pair.tenant_id AND l.waits_for = pair.waits_for ORDER BY l.ready_at LIMIT ${MOST_LANES}
    ) first
  ) waiting
  ORDER BY pair.tenant_id, pair.waits_for`;

@Injectable()
export class PostgresOutages extends Outages {
  constructor(private readonly database: Database) {
    super();
  }

  list({ tenantIds, limit, after }: OutageQuery): Promise<Outage[]> {
    const parameters = [tenantIds ?? null, limit, after?.[0] ?? null, after?.[1] ?? null];
    return this.database.acrossTenants(() => this.database.query<Outage>(LIST, parameters));
  }
}
