import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Adds what only one form of the function has. */
type Part = 'room' | 'free' | 'rank' | 'picked';
type Parts = Readonly<Partial<Record<Part, string>>>;

const LIMITS = `owner uuid, lease_ms integer, max_lanes integer, per_tenant integer, per_destination integer,
        tenants_in_flight jsonb, destinations_in_flight jsonb`;

/** Takes up to max_lanes ready lanes so that no tenant has more than per_tenant and no destination more than per_destination in flight. */
function claimLanes(parameters: string, { room = '', free = '', rank = '', picked = '' }: Parts): string {
  return `
      CREATE OR REPLACE FUNCTION claim_lanes(${parameters})
      RETURNS SETOF lanes LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path FROM CURRENT AS $$
        WITH ready AS (
          SELECT tenant_id, conversation_id, direction, destination, ready_at,
                 coalesce((tenants_in_flight ->> tenant_id::text)::int, 0) AS tenant_busy,
                 coalesce((destinations_in_flight ->> destination)::int, 0) AS destination_busy ${room}
          FROM lanes
          WHERE ready_at <= clock_timestamp() AND (lease_until IS NULL OR lease_until < clock_timestamp())
            AND coalesce((tenants_in_flight ->> tenant_id::text)::int, 0) < per_tenant
            AND coalesce((destinations_in_flight ->> destination)::int, 0) < per_destination ${free}
          ORDER BY ready_at LIMIT max_lanes * 8
        ), ranked AS (
          SELECT *, row_number() OVER (PARTITION BY tenant_id ORDER BY ready_at) + tenant_busy AS of_tenant,
                 row_number() OVER (PARTITION BY destination ORDER BY ready_at) + destination_busy AS of_destination ${rank}
          FROM ready
        ), picked AS (
          SELECT l.tenant_id, l.conversation_id, l.direction FROM lanes l
          JOIN ranked r USING (tenant_id, conversation_id, direction)
          WHERE r.of_tenant <= per_tenant AND r.of_destination <= per_destination
            AND l.ready_at <= clock_timestamp() AND (l.lease_until IS NULL OR l.lease_until < clock_timestamp()) ${picked}
          ORDER BY l.ready_at LIMIT max_lanes
          FOR UPDATE OF l SKIP LOCKED
        )
        UPDATE lanes l SET lease_owner = owner, lease_until = clock_timestamp() + lease_ms * interval '1 ms', fence = l.fence + 1
        FROM picked p
        WHERE (l.tenant_id, l.conversation_id, l.direction) = (p.tenant_id, p.conversation_id, p.direction)
        RETURNING l.*
      $$;`;
}

/** As the release before has it. */
const BY_CIRCUITS: Parts = {
  room: `, coalesce((circuits ->> (tenant_id || ' ' || destination))::int, per_tenant) AS room`,
  free: `AND coalesce((circuits ->> (tenant_id || ' ' || destination))::int, per_tenant) > 0`,
  rank: ', row_number() OVER (PARTITION BY tenant_id, destination ORDER BY ready_at) AS of_circuit',
  picked: 'AND r.of_circuit <= r.room',
};

/**
 * A lane may wait for something else than a moment: that a service is back, that its tenant is enabled. It is then no longer
 * among the ready ones, so that claims are as fast as without it, and costs nothing while it waits. Workers of the release
 * before claim by the new function too, and leave what waits alone.
 */
export class WaitingLanes1795902743951 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE lanes ADD COLUMN waits_for text; -- null: only for ready_at
      ALTER TABLE lanes ADD COLUMN waiting_kind text; -- of the head that waits: probes take turns by it
      DROP INDEX ix_lanes_ready;
      CREATE INDEX ix_lanes_ready ON lanes (ready_at) WHERE ready_at IS NOT NULL AND waits_for IS NULL;
      CREATE INDEX ix_lanes_waiting ON lanes (tenant_id, waits_for, ready_at) WHERE waits_for IS NOT NULL;
      ${claimLanes(LIMITS, { free: 'AND waits_for IS NULL', picked: 'AND l.waits_for IS NULL' })}

      CREATE OR REPLACE FUNCTION claim_lanes(${LIMITS}, circuits jsonb)
      RETURNS SETOF lanes LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path FROM CURRENT AS $$
        SELECT * FROM claim_lanes(owner, lease_ms, max_lanes, per_tenant, per_destination, tenants_in_flight, destinations_in_flight)
      $$;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP INDEX ix_lanes_waiting;
      DROP INDEX ix_lanes_ready;
      ALTER TABLE lanes DROP COLUMN waiting_kind, DROP COLUMN waits_for;
      CREATE INDEX ix_lanes_ready ON lanes (ready_at) WHERE ready_at IS NOT NULL;
      ${claimLanes(LIMITS, {})}
      ${claimLanes(`${LIMITS}, circuits jsonb`, BY_CIRCUITS)}
    `);
  }
}
