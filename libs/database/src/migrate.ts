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
