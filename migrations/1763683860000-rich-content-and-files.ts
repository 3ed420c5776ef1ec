import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What customers chose, and the files of conversations that we hand out or keep. */
export class RichContentAndFiles1763683860000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE messages ADD COLUMN reply jsonb;
      -- what was offered last is looked for with every customer's word; few messages offer anything
      CREATE INDEX ix_messages_content ON messages (tenant_id, conversation_id, position) WHERE content IS NOT NULL;

      ALTER TABLE handovers ADD COLUMN note text;
      ALTER TABLE handovers ADD COLUMN note_queued_at timestamptz;

      CREATE TABLE files (
        tenant_id uuid NOT NULL,
        id uuid NOT NULL,
        conversation_id uuid NOT NULL,
        url text, -- null: the bytes are here
        type text,
        filename text,
        content bytea,
        created_at timestamptz NOT NULL,
        PRIMARY KEY (tenant_id, id),
        FOREIGN KEY (tenant_id, conversation_id) REFERENCES conversations (tenant_id, id) ON DELETE CASCADE,
        CHECK ((url IS NULL) <> (content IS NULL))
      );
      CREATE INDEX ix_files_conversation ON files (tenant_id, conversation_id);
      CREATE INDEX ix_files_age ON files (tenant_id, created_at);
      CALL fence_by_tenant('files');
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE files;
      ALTER TABLE handovers DROP COLUMN note_queued_at, DROP COLUMN note;
      DROP INDEX ix_messages_content;
      ALTER TABLE messages DROP COLUMN reply;
    `);
  }
}
