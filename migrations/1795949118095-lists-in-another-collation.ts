import type { MigrationInterface, QueryRunner } from 'typeorm';

const SECOND = `date_bin(interval '1 second', created_at, timestamptz '2000-01-01 00:00:00+00')`;

/**
 * Lists have an index that heads of lanes do not match: it held an expression, which row-level security hides the statistics of, so
 * that a list read all deliveries of a tenant. A collation of its own separates the two as well, and keeps the column's statistics.
 */
export class ListsInAnotherCollation1795949118095 implements MigrationInterface {
  readonly transaction = false;

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX CONCURRENTLY IF EXISTS ix_deliveries_newest'); // what an interruption left
    await runner.query(
      `CREATE INDEX CONCURRENTLY ix_deliveries_newest ON deliveries (tenant_id, status COLLATE "C", ${SECOND})`,
    );
    await runner.query('DROP INDEX CONCURRENTLY IF EXISTS ix_deliveries_listed');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX CONCURRENTLY IF EXISTS ix_deliveries_listed');
    await runner.query(
      `CREATE INDEX CONCURRENTLY ix_deliveries_listed ON deliveries (tenant_id, (status || ''), ${SECOND})`,
    );
    await runner.query('DROP INDEX CONCURRENTLY IF EXISTS ix_deliveries_newest');
  }
}
