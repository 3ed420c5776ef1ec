import type { MigrationInterface, QueryRunner } from 'typeorm';

const FUNCTION = 'claim_heads(uuid, integer, integer, integer, integer, jsonb, jsonb)';
const [BEGIN, END] = ['WITH ready AS (', '), taken AS ('];

const inFlight = (of: 'tenant' | 'destination', more = ''): string =>
  `coalesce((${of}s_in_flight ->> (l.${of === 'tenant' ? 'tenant_id::text' : of}${more}))::int, 0)`;
const [TENANT, DESTINATION] = [inFlight('tenant'), inFlight('destination')];
const [TENANT_YIELDING, DESTINATION_YIELDING] = [
  inFlight('tenant', ` || ' yields'`),
  inFlight('destination', ` || ' yields'`),
];

const READY = `l.ready_at <= clock_timestamp() AND (l.lease_until IS NULL OR l.lease_until < clock_timestamp()) AND l.waits_for IS NULL`;
const BELOW = `${TENANT} < per_tenant AND ${DESTINATION} < per_destination`;
const COLUMNS = `l.tenant_id, l.conversation_id, l.direction, l.destination, ${TENANT} AS tenant_busy, ${DESTINATION} AS destination_busy`;

/** What is free for those that yield: of all places of the worker, and of those of a tenant and a destination three quarters. */
const ROOM = `coalesce((tenants_in_flight ->> 'room to yield')::int, max_lanes)`;
const threeQuarters = (limit: string): string => `(${limit} * 3 + 3) / 4`;

const picked = (from: string, order: string): string => `
        ranked AS (
          SELECT f.*, row_number() OVER (PARTITION BY f.tenant_id ORDER BY ${order}) + f.tenant_busy AS of_tenant,
                 row_number() OVER (PARTITION BY f.destination ORDER BY ${order}) + f.destination_busy AS of_destination
          FROM ${from}
        ), picked AS (
          SELECT l.tenant_id, l.conversation_id, l.direction FROM ranked f
          JOIN lanes l ON (l.tenant_id, l.conversation_id, l.direction) = (f.tenant_id, f.conversation_id, f.direction)
          WHERE f.of_tenant <= per_tenant AND f.of_destination <= per_destination AND ${READY}
          ORDER BY ${order} LIMIT max_lanes
          FOR UPDATE OF l SKIP LOCKED
        `;

const EQUAL = `
          SELECT ${COLUMNS}, l.ready_at AS due FROM lanes l WHERE ${READY} AND ${BELOW} ORDER BY l.ready_at LIMIT max_lanes * 8
        ),${picked('ready f', 'f.due')}`;

const LIVE_FIRST = `
          (SELECT ${COLUMNS}, l.ready_at AS due, false AS yields, 0 AS tenant_yielding, 0 AS destination_yielding
           FROM lanes l WHERE ${READY} AND ${BELOW} AND NOT l.yields ORDER BY l.ready_at LIMIT max_lanes * 8)
          UNION ALL
          (SELECT ${COLUMNS}, l.ready_at + interval '5 s', true, ${TENANT_YIELDING}, ${DESTINATION_YIELDING}
           FROM lanes l WHERE ${READY} AND ${BELOW} AND l.yields AND ${ROOM} > 0
             AND ${TENANT_YIELDING} < ${threeQuarters('per_tenant')} AND ${DESTINATION_YIELDING} < ${threeQuarters('per_destination')}
           ORDER BY l.ready_at LIMIT max_lanes * 8)
        ), placed AS (
          SELECT r.*, row_number() OVER (PARTITION BY r.tenant_id, r.yields ORDER BY r.due) + r.tenant_yielding AS of_tenants_yielding,
                 row_number() OVER (PARTITION BY r.destination, r.yields ORDER BY r.due) + r.destination_yielding AS of_destinations_yielding
          FROM ready r
        ), ordered AS (
          SELECT p.*, p.yields AND p.of_tenants_yielding > (per_tenant + 3) / 4 AS is_last FROM placed p
        ), fitting AS (
          SELECT o.*, row_number() OVER (PARTITION BY o.yields ORDER BY o.is_last, o.due) AS of_yielding FROM ordered o
          WHERE NOT o.yields
            OR (o.of_tenants_yielding <= ${threeQuarters('per_tenant')} AND o.of_destinations_yielding <= ${threeQuarters('per_destination')})
        ),${picked(`fitting f WHERE NOT f.yields OR f.of_yielding <= ${ROOM}`, 'f.is_last, f.due')}`;

/**
 * Lanes that yield let the others pass: ten thousand retried deliveries held up what the customers of this moment wrote by ten seconds.
 * They never have more than three quarters of the places of a tenant, a destination and a worker. A quarter of the tenant's places they
 * get in turn with all others, five seconds late, so that they go on however much is live; more only where no other lane is ready.
 * The worker names its lanes that yield in the two JSON objects, as `<tenant id> yields` and `<destination> yields`, and
 * how many more it takes as `room to yield`; one of the release before names none.
 */
export class LiveLanesFirst1795973220000 implements MigrationInterface {
  readonly transaction = false;

  async up(runner: QueryRunner): Promise<void> {
    for (const index of ['ix_lanes_live', 'ix_lanes_yielding'])
      await runner.query(`DROP INDEX CONCURRENTLY IF EXISTS ${index}`); // what an interruption left
    await runner.query(`CREATE INDEX CONCURRENTLY ix_lanes_live ON lanes (ready_at)
      WHERE ready_at IS NOT NULL AND waits_for IS NULL AND NOT yields`);
    await runner.query(`CREATE INDEX CONCURRENTLY ix_lanes_yielding ON lanes (ready_at)
      WHERE ready_at IS NOT NULL AND waits_for IS NULL AND yields`);
    await runner.query(withPart(LIVE_FIRST));
    await runner.query('DROP INDEX CONCURRENTLY IF EXISTS ix_lanes_ready');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX CONCURRENTLY IF EXISTS ix_lanes_ready');
    await runner.query(`CREATE INDEX CONCURRENTLY ix_lanes_ready ON lanes (ready_at)
      WHERE ready_at IS NOT NULL AND waits_for IS NULL`);
    await runner.query(withPart(EQUAL));
    for (const index of ['ix_lanes_yielding', 'ix_lanes_live'])
      await runner.query(`DROP INDEX CONCURRENTLY IF EXISTS ${index}`);
  }
}

/** The function with this part between its first lines and the update of the lanes. Keeps its settings and rights. */
function withPart(part: string): string {
  return `DO $do$
    DECLARE
      old text := pg_get_functiondef('${FUNCTION}'::regprocedure);
      first integer := strpos(old, '${BEGIN}');
      last integer := strpos(old, '${END}');
    BEGIN
      ASSERT first > 0 AND last > first, 'claim_heads has another body than this migration expects';
      EXECUTE left(old, first - 1) || '${BEGIN}' || $part$${part}$part$ || substr(old, last);
    END $do$`;
}
