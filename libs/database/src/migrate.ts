import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import type { DataSource, QueryRunner } from 'typeorm';
import { admitService } from './roles/admit-service.js';

/** Any number that only our migrations use. */
const MIGRATION_LOCK = 7_246_001;
const LOCK_RETRY_MS = 100;

export interface MigrateOptions {
  /** `DATABASE_URL` of the service, if it logs in as a separate role. */
  readonly serviceUrl?: string | undefined;
}

/**
 * Brings the schema and that of background jobs up to date, and gives the service access to them; replicas that start together
 * wait for each other. Returns the names of the migrations that were run.
 */
export async function migrate(source: DataSource, { serviceUrl }: MigrateOptions = {}): Promise<string[]> {
  const runner = source.createQueryRunner();
  try {
    await takeLock(runner);
    const done = await source.runMigrations();
    await migrateJobs(source);
    await admitService(runner, serviceUrl);
    return done.map((migration) => migration.name);
  } finally {
    await runner.query('SELECT pg_advisory_unlock($1)', [MIGRATION_LOCK]).catch(() => undefined); // a lost connection holds no lock
    await runner.release();
  }
}

/** Uses a separate connection. Its loss must not end the process: the failed statement reports it. */
async function migrateJobs({ options }: DataSource): Promise<void> {
  const { runMigrations } = await import('graphile-worker'); // loaded only where migrations or jobs run
  const pgPool = new pg.Pool({ connectionString: (options as { url: string }).url, max: 1 });
  const ignore = (): void => undefined;
  pgPool.on('error', ignore).on('connect', (client) => client.on('error', ignore));
  await runMigrations({ pgPool }).finally(() => pgPool.end());
}

/** Polls, because a statement that waits for the lock would keep `CREATE INDEX CONCURRENTLY` waiting for it. */
async function takeLock(runner: QueryRunner): Promise<void> {
  for (;;) {
    const [row] = (await runner.query('SELECT pg_try_advisory_lock($1) AS taken', [MIGRATION_LOCK])) as {
      taken: boolean;
    }[];
    if (row?.taken) return;
    await pause(LOCK_RETRY_MS);
  }
}

/** Reverts the newest migration. Returns the names of the others. */
export async function revertLast(source: DataSource): Promise<string[]> {
  const [last] = await source.query<{ name: string }[]>('SELECT name FROM migrations ORDER BY id DESC LIMIT 1');
  const isAlone = source.migrations.some(
    (migration) => nameOf(migration) === last?.name && migration.transaction === false,
  );
  await source.undoLastMigration({ transaction: isAlone ? 'none' : 'each' });
  const rows = await source.query<{ name: string }[]>('SELECT name FROM migrations ORDER BY id');
  return rows.map(({ name }) => name);
}

type Ask = (sql: string) => Promise<unknown[]>;

/** Names of migrations that this build has and the database lacks. One short query; the schema is not touched. */
export async function pendingMigrations(
  source: DataSource,
  ask: Ask = (sql) => source.query<unknown[]>(sql),
): Promise<string[]> {
  const [table] = (await ask(
    "SELECT coalesce(has_table_privilege(to_regclass('migrations'), 'SELECT'), false) AS present",
  )) as { present: boolean }[];
  const rows = table?.present ? ((await ask('SELECT name FROM migrations')) as { name: string }[]) : [];
  const done = new Set(rows.map(({ name }) => name));
  return source.migrations.map(nameOf).filter((name) => !done.has(name));
}

function nameOf(migration: DataSource['migrations'][number]): string {
  return migration.name ?? migration.constructor.name;
}
