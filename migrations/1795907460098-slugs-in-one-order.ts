import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Lists of tenants have the same order in every database, whatever its locale, and the index of slugs serves them. */
export class SlugsInOneOrder1795907460098 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE tenants ALTER COLUMN slug TYPE text COLLATE "C"');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE tenants ALTER COLUMN slug TYPE text COLLATE "default"');
  }
}
