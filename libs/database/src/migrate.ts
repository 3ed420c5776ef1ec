import type { DataSource } from 'typeorm';

/** Any number that only our migrations use. */
const MIGRATION_LOCK = 7_246_001;

/** Brings the schema up to date; replicas that start together wait for each other. Answers the names of what was run. */
export async function migrate(source: DataSource): Promise<string[]> {
  const runner = source.createQueryRunner();
  try {
    await runner.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    const done = await source.runMigrations();
    return done.map((migration) => migration.name);
  } finally {
    await runner.query('SELECT pg_advisory_unlock($1)', [MIGRATION_LOCK]).catch(() => undefined); // a lost connection holds no lock
    await runner.release();
  }
}

/** Takes the newest migration back. Answers the names of those that remain. */
export async function revertLast(source: DataSource): Promise<string[]> {
  await source.undoLastMigration();
  const rows = await source.query<{ name: string }[]>('SELECT name FROM migrations ORDER BY id');
  return rows.map(({ name }) => name);
}

type Ask = (sql: string) => Promise<unknown[]>;

/** Names of migrations that this build brings and the database lacks. One short query; the schema is not touched. */
export async function pendingMigrations(
  source: DataSource,
  ask: Ask = (sql) => source.query<unknown[]>(sql),
): Promise<string[]> {
  const [table] = (await ask("SELECT to_regclass('migrations') IS NOT NULL AS present")) as { present: boolean }[];
  const rows = table?.present ? ((await ask('SELECT name FROM migrations')) as { name: string }[]) : [];
  const done = new Set(rows.map(({ name }) => name));
  return source.migrations.map(({ name, constructor }) => name ?? constructor.name).filter((name) => !done.has(name));
}
