import type { MigrationInterface, QueryRunner } from 'typeorm';

/** When all checks of a tenant ran last: before that, its health is unknown. */
export class CompleteExaminations1795935307192 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE tenant_examinations ADD COLUMN completed_at timestamptz');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE tenant_examinations DROP COLUMN completed_at');
  }
}
