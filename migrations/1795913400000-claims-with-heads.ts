import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A claim answers the heads of its lanes. Two statements in one function: the heads are read after the lanes were locked, so that what
 * another worker has just settled is not read again. PL/pgSQL keeps the plans of both; they must not depend on how small the
 * tables were when they were made. Workers of the release before go on with `claim_lanes`.
 */
export class ClaimsWithHeads1795913400000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Takes up to max_lanes ready lanes so that no tenant has more than per_tenant and no destination more than per_destination
      -- in flight. The two JSON objects say how many this worker has in flight already.
      CREATE FUNCTION claim_heads(
        owner uuid, lease_ms integer, max_lanes integer, per_tenant integer, per_destination integer,
        tenants_in_flight jsonb, destinations_in_flight jsonb
      ) RETURNS TABLE (lane lanes, head deliveries) LANGUAGE plpgsql VOLATILE SECURITY DEFINER
      SET search_path FROM CURRENT SET enable_seqscan = off AS $$
      DECLARE
        claimed lanes[];
      BEGIN
        WITH ready AS (
          SELECT l.tenant_id, l.conversation_id, l.direction, l.destination, l.ready_at,
                 coalesce((tenants_in_flight ->> l.tenant_id::text)::int, 0) AS tenant_busy,
                 coalesce((destinations_in_flight ->> l.destination)::int, 0) AS destination_busy
          FROM lanes l
          WHERE l.ready_at <= clock_timestamp() AND (l.lease_until IS NULL OR l.lease_until < clock_timestamp())
            AND coalesce((tenants_in_flight ->> l.tenant_id::text)::int, 0) < per_tenant
            AND coalesce((destinations_in_flight ->> l.destination)::int, 0) < per_destination AND l.waits_for IS NULL
          ORDER BY l.ready_at LIMIT max_lanes * 8
        ), ranked AS (
          SELECT ready.*, row_number() OVER (PARTITION BY ready.tenant_id ORDER BY ready.ready_at) + tenant_busy AS of_tenant,
                 row_number() OVER (PARTITION BY ready.destination ORDER BY ready.ready_at) + destination_busy AS of_destination
          FROM ready
        ), picked AS (
          SELECT l.tenant_id, l.conversation_id, l.direction FROM ranked r
          JOIN lanes l ON (l.tenant_id, l.conversation_id, l.direction) = (r.tenant_id, r.conversation_id, r.direction)
          WHERE r.of_tenant <= per_tenant AND r.of_destination <= per_destination
            AND l.ready_at <= clock_timestamp() AND (l.lease_until IS NULL OR l.lease_until < clock_timestamp())
            AND l.waits_for IS NULL
          ORDER BY l.ready_at LIMIT max_lanes
          FOR UPDATE OF l SKIP LOCKED
        ), taken AS (
          UPDATE lanes l SET lease_owner = owner, lease_until = clock_timestamp() + lease_ms * interval '1 ms', fence = l.fence + 1
          FROM picked p
          WHERE (l.tenant_id, l.conversation_id, l.direction) = (p.tenant_id, p.conversation_id, p.direction)
          RETURNING l
        )
        SELECT array_agg(l) INTO claimed FROM taken;
        RETURN QUERY
          SELECT c.*::lanes, next.item FROM unnest(claimed) c LEFT JOIN LATERAL (
            SELECT d AS item FROM deliveries d
            WHERE d.tenant_id = c.tenant_id AND d.conversation_id = c.conversation_id AND d.direction = c.direction
              AND d.status = 'pending'
            ORDER BY d.seq LIMIT 1
          ) next ON true;
      END $$;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP FUNCTION claim_heads(uuid, integer, integer, integer, integer, jsonb, jsonb)');
  }
}
