import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the rules compare on Engage's clock, and what a handover found when it changed a thread. */
export class FactsOfEngage1795902480000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE conversations ADD COLUMN engage_closed_at timestamptz;

      ALTER TABLE handovers
        ADD COLUMN categories_before text[],
        ADD COLUMN agent_category_id text,
        ADD COLUMN bot_category_id text,
        ADD COLUMN returned_at timestamptz,
        ADD COLUMN queue_update_due_at timestamptz;
      -- what ended before was given back long ago
      UPDATE handovers SET returned_at = ended_at WHERE ended_at IS NOT NULL;

      DROP INDEX ix_handovers_due;
      -- asked every second, for all tenants together
      CREATE INDEX ix_handovers_due ON handovers (least(inactivity_due_at, no_pickup_due_at, queue_update_due_at))
        WHERE ended_at IS NULL;
      -- the few whose start had no answer when they ended
      CREATE INDEX ix_handovers_unconfirmed ON handovers (tenant_id, ended_at) WHERE step = 'linked' AND ended_at IS NOT NULL;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP INDEX ix_handovers_unconfirmed;
      DROP INDEX ix_handovers_due;
      CREATE INDEX ix_handovers_due ON handovers (tenant_id, least(inactivity_due_at, no_pickup_due_at)) WHERE ended_at IS NULL;
      ALTER TABLE handovers
        DROP COLUMN queue_update_due_at,
        DROP COLUMN returned_at,
        DROP COLUMN bot_category_id,
        DROP COLUMN agent_category_id,
        DROP COLUMN categories_before;
      ALTER TABLE conversations DROP COLUMN engage_closed_at;
    `);
  }
}
