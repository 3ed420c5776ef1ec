import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The longest duration of a handover, and the language in which its customer reads. */
export class Availability1795912000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE handovers
        ADD COLUMN max_duration_due_at timestamptz,
        ADD COLUMN language text;

      -- a name of its own: processes of the release before still ask with the expression of ix_handovers_due
      CREATE INDEX ix_handovers_timers ON handovers
        (least(inactivity_due_at, no_pickup_due_at, queue_update_due_at, max_duration_due_at)) WHERE ended_at IS NULL;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP INDEX ix_handovers_timers;
      ALTER TABLE handovers
        DROP COLUMN language,
        DROP COLUMN max_duration_due_at;
    `);
  }
}
