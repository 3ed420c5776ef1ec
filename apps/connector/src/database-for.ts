import type { AppConfig } from '#config';
import { createDataSource, migrate, prepareEmbeddedPostgres, revertLast } from '#database';

export interface ConnectorDatabase {
  /** As the service logs in. Known before anything runs there. */
  readonly url: string;
  /** As the owner of the schema logs in. */
  readonly ownerUrl: string;
  /** Starts the embedded server; the configured database runs already or later. @throws Error when it does not start */
  start(): Promise<void>;
  stop(): Promise<void>;
}

const NAME = 'engage_handover';

/** The configured database or, where none is configured, the embedded one. @throws DirectoryInUse */
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

/** Brings the schema up to date, and lets the service work with it. Answers the names of what was run. */
export async function migrateUp({ url, ownerUrl }: Pick<ConnectorDatabase, 'url' | 'ownerUrl'>): Promise<string[]> {
  const source = await createDataSource({ url: ownerUrl, poolSize: 3 }).initialize();
  return migrate(source, { serviceUrl: url }).finally(() => source.destroy());
}

/** Takes the newest migration back. Answers the names of what is still there. */
export async function migrateDown({ ownerUrl }: Pick<ConnectorDatabase, 'ownerUrl'>): Promise<string[]> {
  const source = await createDataSource({ url: ownerUrl, poolSize: 2 }).initialize();
  return revertLast(source).finally(() => source.destroy());
}
