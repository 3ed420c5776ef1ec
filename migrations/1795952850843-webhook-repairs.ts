import type { MigrationInterface, QueryRunner } from 'typeorm';

/** When a suspended webhook was last activated again by the service, so that all processes together try once an hour. */
export class WebhookRepairs1795952850843 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE tenant_examinations ADD COLUMN webhook_repair_at timestamptz');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE tenant_examinations DROP COLUMN webhook_repair_at');
  }
}
