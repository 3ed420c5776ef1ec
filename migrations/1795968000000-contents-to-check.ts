import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What reconciliation still has to do to find agents' words that never came. */
export class ContentsToCheck1795968000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE handovers
        ADD COLUMN contents_check text,
        ADD COLUMN replies_elsewhere integer NOT NULL DEFAULT 0,
        ADD COLUMN contents_read_to timestamptz;
      -- checked by the next migration, which does not lock the table
      ALTER TABLE handovers ADD CONSTRAINT handovers_contents_check_check CHECK (contents_check IN ('count', 'read')) NOT VALID;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      'ALTER TABLE handovers DROP COLUMN contents_check, DROP COLUMN replies_elsewhere, DROP COLUMN contents_read_to',
    );
  }
}
