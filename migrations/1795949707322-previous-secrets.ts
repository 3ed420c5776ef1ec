import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The secret before a rotation, which counts until its overlap ends. It is a row like the others, so that the index on the hashes of
 * keys keeps one key from leading to two tenants.
 */
export class PreviousSecrets1795949707322 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE tenant_secrets
        ADD COLUMN valid_until timestamptz, -- null: the current one
        ADD CONSTRAINT ck_tenant_secrets_previous CHECK ((valid_until IS NOT NULL) = (name LIKE '%#previous'));
      CREATE INDEX ix_tenant_secrets_valid_until ON tenant_secrets (valid_until) WHERE valid_until IS NOT NULL;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DELETE FROM tenant_secrets WHERE valid_until IS NOT NULL;
      ALTER TABLE tenant_secrets DROP COLUMN valid_until;
    `);
  }
}
