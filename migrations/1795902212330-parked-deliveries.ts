import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Parked deliveries are replayed lane by lane, in order. Few deliveries are parked: the index is small. */
export class ParkedDeliveries1795902212330 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      "CREATE INDEX ix_deliveries_parked ON deliveries (tenant_id, conversation_id, direction, seq) WHERE status = 'parked'",
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX ix_deliveries_parked');
  }
}
