import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Finds the queue updates of all tenants whose pause is over, every second. */
export class QueueUpdateDue1795904587649 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE INDEX ix_handovers_queue_update_due ON handovers (queue_update_due_at)
        WHERE queue_update_due_at IS NOT NULL AND ended_at IS NULL;
      DROP INDEX ix_handovers_due;
      CREATE INDEX ix_handovers_due ON handovers (tenant_id, least(inactivity_due_at, no_pickup_due_at)) WHERE ended_at IS NULL;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP INDEX ix_handovers_due;
      CREATE INDEX ix_handovers_due ON handovers (tenant_id, least(inactivity_due_at, no_pickup_due_at, queue_update_due_at))
        WHERE ended_at IS NULL;
      DROP INDEX ix_handovers_queue_update_due;
    `);
  }
}
