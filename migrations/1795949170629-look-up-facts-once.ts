import type { MigrationInterface, QueryRunner } from 'typeorm';

const FUNCTION = 'load_facts(uuid, jsonb, boolean, integer)';
const [MERGED, APART] = [') r WHERE r.id IS NOT NULL', 'OFFSET 0) r WHERE r.id IS NOT NULL'];

/**
 * A load looks up the conversation of each fact. PostgreSQL merged this subquery with the statement around it, and then looked each one
 * up twice: for its condition and for its result. `OFFSET 0` keeps the two apart, which saves a seventh of a load's time.
 */
export class LookUpFactsOnce1795949170629 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(replaceInFunction(MERGED, APART));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(replaceInFunction(APART, MERGED));
  }
}

/** Keeps the settings and rights of the function. */
function replaceInFunction(part: string, by: string): string {
  return `DO $do$
    DECLARE
      old text := pg_get_functiondef('${FUNCTION}'::regprocedure);
    BEGIN
      ASSERT strpos(old, '${part}') > 0, 'load_facts has another body than this migration expects';
      EXECUTE replace(old, '${part}', '${by}');
    END $do$`;
}
