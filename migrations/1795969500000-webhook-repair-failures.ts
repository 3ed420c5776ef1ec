import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How often Engage has refused in a row to activate a suspended webhook again, so that tries get rarer. */
export class WebhookRepairFailures1795969500000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE tenant_examinations ADD COLUMN webhook_repair_failures integer NOT NULL DEFAULT 0');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE tenant_examinations DROP COLUMN webhook_repair_failures');
  }
}
