import type { MigrationInterface, QueryRunner } from 'typeorm';

const TABLES = `
  CREATE UNLOGGED TABLE cognigy_hosts (
    host text PRIMARY KEY -- its row is the lock under which calls are counted
  );

  -- In slots of five seconds; rows of the last 305 seconds only, because a slot counts until its last call is five minutes old.
  CREATE UNLOGGED TABLE cognigy_calls (
    host text NOT NULL,
    slot timestamptz NOT NULL,
    tenant_id uuid NOT NULL,
    calls integer NOT NULL,
    PRIMARY KEY (host, slot, tenant_id)
  );
`;

const FUNCTION = `
  -- Counts one call and answers 0, or counts nothing and answers how many milliseconds to wait before asking again. Minor
  -- calls get nothing of the last third. Above four fifths, a tenant that had its equal share among the active ones waits.
  CREATE FUNCTION admit_cognigy_call(of_host text, of_tenant uuid, is_minor boolean, allowance integer)
  RETURNS integer LANGUAGE plpgsql AS $$
  DECLARE
    at timestamptz;
    in_the_way timestamptz;
  BEGIN
    INSERT INTO cognigy_hosts VALUES (of_host) ON CONFLICT DO NOTHING;
    PERFORM 1 FROM cognigy_hosts WHERE host = of_host FOR UPDATE;
    at := clock_timestamp();
    DELETE FROM cognigy_calls WHERE host = of_host AND slot <= at - interval '305 s';
    SELECT CASE
        WHEN sum(calls) >= allowance * CASE WHEN is_minor THEN 2 / 3.0 ELSE 1 END THEN min(slot)
        WHEN sum(calls) >= allowance * 0.8
          AND sum(calls) FILTER (WHERE tenant_id = of_tenant) * count(DISTINCT tenant_id) >= allowance
          THEN min(slot) FILTER (WHERE tenant_id = of_tenant)
      END
      INTO in_the_way FROM cognigy_calls WHERE host = of_host;
    IF in_the_way IS NOT NULL THEN
      RETURN least(10000, greatest(500, ceil(extract(epoch FROM in_the_way + interval '305 s' - at) * 1000)));
    END IF;
    INSERT INTO cognigy_calls VALUES (of_host, date_bin('5 s', at, 'epoch'), of_tenant, 1)
    ON CONFLICT (host, slot, tenant_id) DO UPDATE SET calls = cognigy_calls.calls + 1;
    RETURN 0;
  END $$;
`;

/**
 * The calls of all replicas to one Cognigy host, counted by the database's clock. The tables are not logged: a crash of the
 * database forgets five minutes of counting at most, and then Cognigy's own 429 tells.
 */
export class CognigyRateLimit1763683560000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TABLES);
    await runner.query(FUNCTION);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP FUNCTION admit_cognigy_call(text, uuid, boolean, integer);
      DROP TABLE cognigy_calls, cognigy_hosts;
    `);
  }
}
