import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Each message of a customer looks for what was offered last. Few messages offer something, so the index is small, and the
 * time no longer grows with the conversation. Built without stopping writers, which no transaction allows.
 */
export class OffersOnAnIndex1795921600000 implements MigrationInterface {
  readonly transaction = false;

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX CONCURRENTLY IF EXISTS ix_messages_offers'); // what an interruption left
    await runner.query(
      `CREATE INDEX CONCURRENTLY ix_messages_offers ON messages (tenant_id, conversation_id, position)
       WHERE content IS NOT NULL AND forwarding = 'sent'`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX CONCURRENTLY IF EXISTS ix_messages_offers');
  }
}
