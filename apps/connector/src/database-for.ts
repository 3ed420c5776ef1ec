import type { AppConfig } from '#config';
import { createDataSource, migrate, prepareEmbeddedPostgres, revertLast } from '#database';

export interface ConnectorDatabase {
  /** With the login of the service. Known before the server runs. */
  readonly url: string;
  /** With the login of the schema's owner. */
  readonly ownerUrl: string;
  /** Starts the embedded server; a configured database is started by others. @throws Error when it does not start */
  start(): Promise<void>;
  stop(): Promise<void>;
}

const NAME = 'engage_handover';

/** The configured database or, if none is configured, the embedded one. @throws DirectoryInUse */
export async function databaseFor(config: AppConfig): Promise<ConnectorDatabase> {
  const { databaseUrl: url, migrationDatabaseUrl: ownerUrl = url, dataDir } = config;
  if (url && ownerUrl) return { url, ownerUrl, start: () => Promise.resolve(), stop: () => Promise.resolve() };
  const postgres = await prepareEmbeddedPostgres({ directory: dataDir });
  const start = async (): Promise<void> => {
    await postgres.start();
    await postgres.database(NAME);
  };
  return { url: postgres.serviceUrl(NAME), ownerUrl: postgres.url(NAME), start, stop: () => postgres.stop() };
}

/** Brings the schema up to date, and gives the service access to it. Returns the names of the migrations that ran. */
export async function migrateUp({ url, ownerUrl }: Pick<ConnectorDatabase, 'url' | 'ownerUrl'>): Promise<string[]> {
  const source = await createDataSource({ url: ownerUrl, poolSize: 3 }).initialize();
  return migrate(source, { serviceUrl: url }).finally(() => source.destroy());
}

/** Reverts the newest migration. Returns the names of the migrations that remain. */
export async function migrateDown({ ownerUrl }: Pick<ConnectorDatabase, 'ownerUrl'>): Promise<string[]> {
  const source = await createDataSource({ url: ownerUrl, poolSize: 2 }).initialize();
  return revertLast(source).finally(() => source.destroy());
}
