import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DataSource, type EntitySchema, type LoggerOptions } from 'typeorm';

/** From `libs/database/src` up to the project, in the sources as in the build. */
const PROJECT = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..');

export type Entity = EntitySchema | (new () => object);

export interface DataSourceSettings {
  readonly url: string;
  readonly entities?: Entity[];
  /** Connections this process may hold. */
  readonly poolSize?: number;
  /**
   * How long a statement may take and a transaction stand idle, in milliseconds, so that a process that hangs or is cut off
   * holds no locks for ever. Default: no limit, as migrations need it.
   */
  readonly patienceMs?: number;
  readonly logging?: LoggerOptions;
}

/** A TypeORM data source over our migrations; nothing is ever synchronised from entities. */
export function createDataSource({
  url,
  entities = [],
  poolSize = 20,
  patienceMs = 0,
  logging = false,
}: DataSourceSettings): DataSource {
  return new DataSource({
    type: 'postgres',
    url,
    entities,
    migrations: [join(PROJECT, 'migrations', '*.{ts,js}')],
    migrationsTableName: 'migrations',
    migrationsTransactionMode: 'each',
    poolSize,
    logging,
    applicationName: 'engage-handover',
    extra: {
      connectionTimeoutMillis: 5_000,
      idleTimeoutMillis: 60_000,
      keepAlive: true,
      statement_timeout: patienceMs,
      idle_in_transaction_session_timeout: patienceMs,
    },
  });
}
