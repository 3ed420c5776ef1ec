import type { MigrationInterface, QueryRunner } from 'typeorm';

/** When a conversation's customer was last shown to type: Engage takes that once in two seconds. */
export class Typing1763683740000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE conversations ADD COLUMN typing_sent_at timestamptz'); // null: the typing has ended
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE conversations DROP COLUMN typing_sent_at');
  }
}
