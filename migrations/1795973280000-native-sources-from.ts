import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What was on a native source before the service read it first is not processed, however often it is read. */
export class NativeSourcesFrom1795973280000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE native_sources ADD COLUMN read_from timestamptz');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE native_sources DROP COLUMN read_from');
  }
}
