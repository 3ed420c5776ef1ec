import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Marks lanes into which an operator puts back what was parked. What becomes of them: the migration after this one. */
export class ReplayedLanesYield1795973160000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE lanes ADD COLUMN yields boolean NOT NULL DEFAULT false'); // until it is empty
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE lanes DROP COLUMN yields');
  }
}
