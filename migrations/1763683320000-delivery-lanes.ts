import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Ordered delivery lanes. A worker claims a lane under a lease with a fence; leases are measured by the database clock.
 * Readers select by state, never by "seq greater than the last": sequence order is not commit order.
 */
export class DeliveryLanes1763683320000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE lanes (
        tenant_id uuid NOT NULL,
        conversation_id uuid NOT NULL,
        direction text NOT NULL CHECK (direction IN ('engage', 'bot')),
        destination text NOT NULL, -- host: in-flight cap and circuit are kept per destination
        last_seq bigint NOT NULL DEFAULT 0,
        revision bigint NOT NULL DEFAULT 0, -- grows with every append and replay: a worker may only go idle on the one it saw
        ready_at timestamptz, -- null: nothing to deliver
        lease_owner uuid,
        lease_until timestamptz,
        fence bigint NOT NULL DEFAULT 0,
        PRIMARY KEY (tenant_id, conversation_id, direction),
        FOREIGN KEY (tenant_id, conversation_id) REFERENCES conversations ON DELETE CASCADE
      ) WITH (fillfactor = 70);
      CREATE INDEX ix_lanes_ready ON lanes (ready_at) WHERE ready_at IS NOT NULL;

      CREATE TABLE deliveries (
        tenant_id uuid NOT NULL,
        id uuid NOT NULL,
        conversation_id uuid NOT NULL,
        direction text NOT NULL,
        seq bigint NOT NULL,
        kind text NOT NULL,
        payload jsonb NOT NULL,
        status text NOT NULL CHECK (status IN ('pending', 'delivered', 'parked', 'superseded', 'discarded')),
        attempts integer NOT NULL DEFAULT 0,
        held_ms bigint NOT NULL DEFAULT 0, -- counts towards maxHoldMinutes; waiting for an open circuit or the rate limit does not
        last_error jsonb,
        created_at timestamptz NOT NULL,
        settled_at timestamptz,
        settled_position bigint, -- place in the timeline
        duration_ms integer, -- of the last try
        PRIMARY KEY (tenant_id, id),
        CONSTRAINT uq_deliveries_seq UNIQUE (tenant_id, conversation_id, direction, seq),
        FOREIGN KEY (tenant_id, conversation_id, direction) REFERENCES lanes ON DELETE CASCADE
      );
      CREATE INDEX ix_deliveries_pending ON deliveries (tenant_id, conversation_id, direction, seq) WHERE status = 'pending';
      CREATE INDEX ix_deliveries_status ON deliveries (tenant_id, status, created_at DESC);

      CALL fence_by_tenant('lanes');
      CALL fence_by_tenant('deliveries');

      -- Takes up to max_lanes ready lanes so that no tenant has more than per_tenant and no destination more than per_destination
      -- in flight. The two JSON objects say how many this worker has in flight already.
      CREATE FUNCTION claim_lanes(
        owner uuid, lease_ms integer, max_lanes integer, per_tenant integer, per_destination integer,
        tenants_in_flight jsonb, destinations_in_flight jsonb
      ) RETURNS SETOF lanes LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path FROM CURRENT AS $$
        WITH ready AS (
          SELECT tenant_id, conversation_id, direction, destination, ready_at,
                 coalesce((tenants_in_flight ->> tenant_id::text)::int, 0) AS tenant_busy,
                 coalesce((destinations_in_flight ->> destination)::int, 0) AS destination_busy
          FROM lanes
          WHERE ready_at <= clock_timestamp() AND (lease_until IS NULL OR lease_until < clock_timestamp())
            AND coalesce((tenants_in_flight ->> tenant_id::text)::int, 0) < per_tenant
            AND coalesce((destinations_in_flight ->> destination)::int, 0) < per_destination
          ORDER BY ready_at LIMIT max_lanes * 8
        ), ranked AS (
          SELECT *, row_number() OVER (PARTITION BY tenant_id ORDER BY ready_at) + tenant_busy AS of_tenant,
                 row_number() OVER (PARTITION BY destination ORDER BY ready_at) + destination_busy AS of_destination
          FROM ready
        ), picked AS (
          SELECT l.tenant_id, l.conversation_id, l.direction FROM lanes l
          JOIN ranked r USING (tenant_id, conversation_id, direction)
          WHERE r.of_tenant <= per_tenant AND r.of_destination <= per_destination
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
    await runner.query(`
      DROP FUNCTION claim_lanes(uuid, integer, integer, integer, integer, jsonb, jsonb);
      DROP TABLE deliveries, lanes;
    `);
  }
}
