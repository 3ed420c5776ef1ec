import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Times count from here; any moment would do. */
const ORIGIN = `timestamptz '2000-01-01 00:00:00+00'`;
const second = (column: string): string => `date_bin(interval '1 second', ${column}, ${ORIGIN})`;
const hour = (column: string): string => `date_bin(interval '1 hour', ${column}, ${ORIGIN})`;

interface Index {
  readonly name: string;
  readonly on: string;
}

/** Searched by their beginnings: in the order of bytes, which every collation can search. */
const PREFIXES: readonly Index[] = [
  { name: 'uq_conversations_session', on: 'conversations (tenant_id, session_id text_pattern_ops)' },
  { name: 'ix_conversations_user', on: 'conversations (tenant_id, user_id text_pattern_ops)' },
];
const BEFORE: readonly Index[] = [
  { name: 'uq_conversations_session', on: 'conversations (tenant_id, session_id)' },
  { name: 'ix_conversations_user', on: 'conversations (tenant_id, user_id)' },
];

/** Entries of one second or hour are stored once, with six bytes for each row: a tenth of an index over the exact time. */
const BY_TIME: readonly Index[] = [
  { name: 'ix_deliveries_second', on: `deliveries (tenant_id, status, ${second('created_at')})` },
  { name: 'ix_events_hour', on: `events (tenant_id, ${hour('received_at')})` },
  { name: 'ix_messages_hour', on: `messages (tenant_id, ${hour('received_at')})` },
  { name: 'ix_timeline_hour', on: `timeline (tenant_id, ${hour('at')})` },
  { name: 'ix_handovers_hour', on: `handovers (tenant_id, ${hour('ended_at')}) WHERE ended_at IS NOT NULL` },
  { name: 'ix_identities_hour', on: `identities (tenant_id, ${hour('updated_at')})` },
];
const BY_TIME_BEFORE: readonly Index[] = [
  { name: 'ix_deliveries_status', on: 'deliveries (tenant_id, status, created_at DESC)' },
  { name: 'ix_events_received', on: 'events (tenant_id, received_at)' },
  { name: 'ix_messages_received', on: 'messages (tenant_id, received_at)' },
];

const FAST_TABLES = ['events', 'messages', 'deliveries', 'lanes', 'conversations'];

/**
 * Indexes for lists, search and deletion that cost little for each message. They are built without stopping writers, which
 * no transaction allows: after an interruption the migration starts again from the beginning.
 */
export class ListsOnIndexes1795914660000 implements MigrationInterface {
  readonly transaction = false;

  async up(runner: QueryRunner): Promise<void> {
    for (const index of PREFIXES) await replace(runner, index);
    for (const index of BY_TIME) await create(runner, index);
    for (const { name } of BY_TIME_BEFORE) await runner.query(`DROP INDEX CONCURRENTLY IF EXISTS ${name}`);
    // rows that were updated or deleted are found before they are a fifth of the table, which is the default
    for (const table of FAST_TABLES)
      await runner.query(
        `ALTER TABLE ${table} SET (autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.05)`,
      );
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of FAST_TABLES)
      await runner.query(
        `ALTER TABLE ${table} RESET (autovacuum_vacuum_scale_factor, autovacuum_analyze_scale_factor)`,
      );
    for (const index of BY_TIME_BEFORE) await create(runner, index);
    for (const { name } of BY_TIME) await runner.query(`DROP INDEX CONCURRENTLY IF EXISTS ${name}`);
    for (const index of BEFORE) await replace(runner, index);
  }
}

/** An interrupted build leaves an index that is not valid. */
async function create(runner: QueryRunner, { name, on }: Index): Promise<void> {
  const unique = name.startsWith('uq_') ? 'UNIQUE' : '';
  await runner.query(`DROP INDEX CONCURRENTLY IF EXISTS ${name}`);
  await runner.query(`CREATE ${unique} INDEX CONCURRENTLY ${name} ON ${on}`);
}

/** There is never a moment without the index. */
async function replace(runner: QueryRunner, { name, on }: Index): Promise<void> {
  await create(runner, { name: `${name}_new`, on });
  await runner.query(`
    BEGIN;
    ALTER TABLE conversations DROP CONSTRAINT IF EXISTS ${name};
    DROP INDEX IF EXISTS ${name};
    ALTER INDEX ${name}_new RENAME TO ${name};
    COMMIT`);
}
