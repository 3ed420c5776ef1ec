import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Secrets that are the last part of a URL: their tenant is found by their hash. */
export class WebhookKeys1763683440000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE tenant_secrets ADD COLUMN key_hash bytea; -- null: nobody is found by this secret
      CREATE UNIQUE INDEX uq_tenant_secrets_key_hash ON tenant_secrets (key_hash) WHERE key_hash IS NOT NULL;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE tenant_secrets DROP COLUMN key_hash');
  }
}
