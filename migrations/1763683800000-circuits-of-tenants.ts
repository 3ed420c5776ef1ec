import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A tenant whose bot is down must not stop others that share its host: a claim is also limited per tenant and destination.
 * Workers of the release before go on with their own `claim_lanes` while they are replaced.
 */
export class CircuitsOfTenants1763683800000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Takes up to max_lanes ready lanes so that no tenant has more than per_tenant and no destination more than per_destination
      -- in flight. The first two JSON objects say how many this worker has in flight already; "circuits" says of which tenant and
      -- destination (with a space between) only so many more may be taken.
      CREATE FUNCTION claim_lanes(
        owner uuid, lease_ms integer, max_lanes integer, per_tenant integer, per_destination integer,
        tenants_in_flight jsonb, destinations_in_flight jsonb, circuits jsonb
      ) RETURNS SETOF lanes LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path FROM CURRENT AS $$
        WITH ready AS (
          SELECT tenant_id, conversation_id, direction, destination, ready_at,
                 coalesce((tenants_in_flight ->> tenant_id::text)::int, 0) AS tenant_busy,
                 coalesce((destinations_in_flight ->> destination)::int, 0) AS destination_busy,
                 coalesce((circuits ->> (tenant_id || ' ' || destination))::int, per_tenant) AS room
          FROM lanes
          WHERE ready_at <= clock_timestamp() AND (lease_until IS NULL OR lease_until < clock_timestamp())
            AND coalesce((tenants_in_flight ->> tenant_id::text)::int, 0) < per_tenant
            AND coalesce((destinations_in_flight ->> destination)::int, 0) < per_destination
            AND coalesce((circuits ->> (tenant_id || ' ' || destination))::int, per_tenant) > 0
          ORDER BY ready_at LIMIT max_lanes * 8
        ), ranked AS (
          SELECT *, row_number() OVER (PARTITION BY tenant_id ORDER BY ready_at) + tenant_busy AS of_tenant,
                 row_number() OVER (PARTITION BY destination ORDER BY ready_at) + destination_busy AS of_destination,
                 row_number() OVER (PARTITION BY tenant_id, destination ORDER BY ready_at) AS of_circuit
          FROM ready
        ), picked AS (
          SELECT l.tenant_id, l.conversation_id, l.direction FROM lanes l
          JOIN ranked r USING (tenant_id, conversation_id, direction)
          WHERE r.of_tenant <= per_tenant AND r.of_destination <= per_destination AND r.of_circuit <= r.room
            AND l.ready_at <= clock_timestamp() AND (l.lease_until IS NULL OR l.lease_until < clock_timestamp())
          ORDER BY l.ready_at LIMIT max_lanes
          FOR UPDATE OF l SKIP LOCKED
        )
        UPDATE lanes l SET lease_owner = owner, lease_until = clock_timestamp() + lease_ms * interval '1 ms', fence = l.fence + 1
        FROM picked p
        WHERE (l.tenant_id, l.conversation_id, l.direction) = (p.tenant_id, p.conversation_id, p.direction)
        RETURNING l.*
      $$;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP FUNCTION claim_lanes(uuid, integer, integer, integer, integer, jsonb, jsonb, jsonb)');
  }
}
