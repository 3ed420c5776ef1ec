import type { MigrationInterface, QueryRunner } from 'typeorm';

const TABLES = `
  CREATE UNLOGGED TABLE engage_domains (
    domain text PRIMARY KEY, -- its row is the lock under which calls are counted
    blocked_until timestamptz NOT NULL DEFAULT '-infinity' -- after a 429
  );

  -- In slots of one second; rows of the last 61 seconds only, because a slot counts until its last call is a minute old.
  CREATE UNLOGGED TABLE engage_calls (
    domain text NOT NULL,
    slot timestamptz NOT NULL,
    tenant_id uuid NOT NULL,
    background boolean NOT NULL,
    calls integer NOT NULL,
    PRIMARY KEY (domain, slot, tenant_id, background)
  );
`;

const FUNCTIONS = `
  -- The oldest slot in the way if no further call fits, else null. Above four fifths of the allowance, a tenant that had
  -- its equal share among the active ones waits as well.
  CREATE FUNCTION engage_calls_in_the_way(of_domain text, of_tenant uuid, background_only boolean, allowance numeric)
  RETURNS timestamptz LANGUAGE sql STABLE AS $$
    SELECT CASE
      WHEN sum(calls) >= allowance THEN min(slot)
      WHEN sum(calls) >= allowance * 0.8
        AND sum(calls) FILTER (WHERE tenant_id = of_tenant) * count(DISTINCT tenant_id) >= allowance
        THEN min(slot) FILTER (WHERE tenant_id = of_tenant)
    END
    FROM engage_calls WHERE domain = of_domain AND (background OR NOT background_only)
  $$;

  -- Counts one call and answers 0, or counts nothing and answers how many milliseconds to wait before asking again.
  -- Background calls get a tenth of the allowance and none of its last fifth.
  CREATE FUNCTION admit_engage_call(of_domain text, of_tenant uuid, in_background boolean, allowance integer)
  RETURNS integer LANGUAGE plpgsql AS $$
  DECLARE
    at timestamptz;
    blocked timestamptz;
    until timestamptz;
  BEGIN
    INSERT INTO engage_domains (domain) VALUES (of_domain) ON CONFLICT DO NOTHING;
    SELECT blocked_until INTO blocked FROM engage_domains WHERE domain = of_domain FOR UPDATE;
    at := clock_timestamp();
    -- Nothing counts that lies ahead: a clock that was set back would lock the domain for as long.
    DELETE FROM engage_calls WHERE domain = of_domain AND (slot <= at - interval '61 s' OR slot > at);
    until := greatest(
      CASE WHEN blocked > at AND blocked <= at + interval '61 s' THEN blocked END,
      engage_calls_in_the_way(of_domain, of_tenant, false, allowance * CASE WHEN in_background THEN 0.8 ELSE 1 END) + interval '61 s',
      CASE WHEN in_background THEN engage_calls_in_the_way(of_domain, of_tenant, true, allowance * 0.1) END + interval '61 s'
    );
    IF until IS NOT NULL THEN
      RETURN least(5000, greatest(200, ceil(extract(epoch FROM until - at) * 1000)));
    END IF;
    INSERT INTO engage_calls VALUES (of_domain, date_trunc('second', at), of_tenant, in_background, 1)
    ON CONFLICT (domain, slot, tenant_id, background) DO UPDATE SET calls = engage_calls.calls + 1;
    RETURN 0;
  END $$;
`;

/**
 * The REST calls of all replicas to one Engage domain, counted by the database's clock. The tables are not logged: a crash of
 * the database forgets one minute of counting at most, and then Engage's own 429 tells.
 */
export class EngageRateLimit1763683380000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TABLES);
    await runner.query(FUNCTIONS);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP FUNCTION admit_engage_call(text, uuid, boolean, integer);
      DROP FUNCTION engage_calls_in_the_way(text, uuid, boolean, numeric);
      DROP TABLE engage_calls, engage_domains;
    `);
  }
}
