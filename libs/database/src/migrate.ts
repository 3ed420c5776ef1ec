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
    await runner.query('SELECT pg_advisory_unlock($1)', [MIGRATION_LOCK]);
    await runner.release();
  }
}

/** Names of migrations that this build brings and the database lacks. One short query; the schema is not touched. */
export async function pendingMigrations(source: DataSource): Promise<string[]> {
  const [table] = await source.query<{ present: boolean }[]>("SELECT to_regclass('migrations') IS NOT NULL AS present");
  const rows = table?.present ? await source.query<{ name: string }[]>('SELECT name FROM migrations') : [];
  const done = new Set(rows.map(({ name }) => name));
  return source.migrations.map(({ name, constructor }) => name ?? constructor.name).filter((name) => !done.has(name));
}
