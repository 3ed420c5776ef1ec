import type { MigrationInterface, QueryRunner } from 'typeorm';

const SECOND = `date_bin(interval '1 second', created_at, timestamptz '2000-01-01 00:00:00+00')`;

/**
 * Lists and the heads of lanes both ask for a status. Where statistics know of no backlog, PostgreSQL took the index of the lists for heads
 * as well, and read everything that waits to find the next delivery of one lane. The index of the lists now holds an expression
 * that only lists ask for.
 */
export class HeadsOnTheirIndex1795938000000 implements MigrationInterface {
  readonly transaction = false;

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX CONCURRENTLY IF EXISTS ix_deliveries_listed'); // what an interruption left
    await runner.query(
      `CREATE INDEX CONCURRENTLY ix_deliveries_listed ON deliveries (tenant_id, (status || ''), ${SECOND})`,
    );
    await runner.query('DROP INDEX CONCURRENTLY IF EXISTS ix_deliveries_second');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX CONCURRENTLY IF EXISTS ix_deliveries_second');
    await runner.query(`CREATE INDEX CONCURRENTLY ix_deliveries_second ON deliveries (tenant_id, status, ${SECOND})`);
    await runner.query('DROP INDEX CONCURRENTLY IF EXISTS ix_deliveries_listed');
  }
}
