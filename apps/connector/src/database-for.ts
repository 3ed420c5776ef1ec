import type { AppConfig } from '#config';
import { createDataSource, migrate, prepareEmbeddedPostgres, revertLast } from '#database';

export interface ConnectorDatabase {
  /** Known before anything runs there. */
  readonly url: string;
  /** Starts the embedded server; the configured database runs already or later. @throws Error when it does not start */
  start(): Promise<void>;
  stop(): Promise<void>;
}

const NAME = 'engage_handover';

/** The configured database or, where none is configured, the embedded one. @throws DirectoryInUse */
export async function databaseFor({ databaseUrl, dataDir }: AppConfig): Promise<ConnectorDatabase> {
  if (databaseUrl) return { url: databaseUrl, start: () => Promise.resolve(), stop: () => Promise.resolve() };
  const postgres = await prepareEmbeddedPostgres({ directory: dataDir });
  const start = async (): Promise<void> => {
    await postgres.start();
    await postgres.database(NAME);
  };
  return { url: postgres.url(NAME), start, stop: () => postgres.stop() };
}

/** Brings the schema up to date. Answers the names of what was run. */
export async function migrateUp(url: string): Promise<string[]> {
  const source = await createDataSource({ url, poolSize: 2 }).initialize();
  return migrate(source).finally(() => source.destroy());
}

/** Takes the newest migration back. Answers the names of what is still there. */
export async function migrateDown(url: string): Promise<string[]> {
  const source = await createDataSource({ url, poolSize: 2 }).initialize();
  return revertLast(source).finally(() => source.destroy());
}
