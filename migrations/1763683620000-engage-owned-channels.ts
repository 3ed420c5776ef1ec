import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Conversations whose channel Engage owns: several customers may share a thread, and replies are looked for before a repeat. */
export class EngageOwnedChannels1763683620000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE conversations ADD COLUMN engage_channel jsonb; -- null: the bot platform owns the channel
      ALTER TABLE conversations DROP CONSTRAINT uq_conversations_thread;
      CREATE UNIQUE INDEX uq_conversations_thread ON conversations (tenant_id, engage_thread_id) WHERE engage_channel IS NULL;
      CREATE UNIQUE INDEX uq_conversations_customer ON conversations (tenant_id, engage_thread_id, user_id)
        WHERE engage_channel IS NOT NULL;

      ALTER TABLE messages ADD COLUMN attempted_at timestamptz; -- a reply that may be in Engage already: look before writing it

      CREATE TABLE source_faults (
        tenant_id uuid NOT NULL REFERENCES tenants ON DELETE CASCADE,
        source_id text NOT NULL,
        message text NOT NULL,
        since timestamptz NOT NULL,
        PRIMARY KEY (tenant_id, source_id)
      );
      CALL fence_by_tenant('source_faults');
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE source_faults;
      ALTER TABLE messages DROP COLUMN attempted_at;
      DELETE FROM conversations WHERE engage_channel IS NOT NULL;
      DROP INDEX uq_conversations_thread, uq_conversations_customer;
      ALTER TABLE conversations ADD CONSTRAINT uq_conversations_thread UNIQUE (tenant_id, engage_thread_id);
      ALTER TABLE conversations DROP COLUMN engage_channel;
    `);
  }
}
