import type { AppConfig } from '#config';
import { createDataSource, migrate, startEmbeddedPostgres } from '#database';

export interface ConnectorDatabase {
  readonly url: string;
  stop(): Promise<void>;
}

/** The configured database or, where none is configured, the embedded one. */
export async function databaseFor({ databaseUrl, dataDir }: AppConfig): Promise<ConnectorDatabase> {
  if (databaseUrl) return { url: databaseUrl, stop: () => Promise.resolve() };
  const postgres = await startEmbeddedPostgres({ directory: dataDir });
  return { url: await postgres.database('engage_handover'), stop: () => postgres.stop() };
}

/** Brings the schema up to date. Answers the names of what was run. */
export async function migrateUp(url: string): Promise<string[]> {
  const source = await createDataSource({ url, poolSize: 2 }).initialize();
  return migrate(source).finally(() => source.destroy());
}

/** Takes the newest migration back. Answers the names of what is still there. */
export async function migrateDown(url: string): Promise<string[]> {
  const source = await createDataSource({ url, poolSize: 2 }).initialize();
  try {
    await source.undoLastMigration();
    const left = await source.query<{ name: string }[]>('SELECT name FROM migrations ORDER BY id');
    return left.map(({ name }) => name);
  } finally {
    await source.destroy();
  }
}
