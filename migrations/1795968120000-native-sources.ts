import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Up to when everything is known to have come that was written on the sources that Engage serves itself. */
export class NativeSources1795968120000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE native_sources (
        tenant_id uuid NOT NULL REFERENCES tenants ON DELETE CASCADE,
        source_id text NOT NULL,
        taken_at timestamptz, -- the last turn, so that all processes together read a source once in a while
        read_to timestamptz, -- on Engage's clock
        PRIMARY KEY (tenant_id, source_id)
      );
      CALL fence_by_tenant('native_sources');
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE native_sources');
  }
}
