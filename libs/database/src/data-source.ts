import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DataSource, type EntitySchema, type LoggerOptions } from 'typeorm';
import { Connections } from './connection/connections.js';
import { POOL_AS_SERVICE } from './roles/service-role.js';

/** The project directory, above `libs/database/src` in the sources and in the build. */
const PROJECT = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..');

export type Entity = EntitySchema | (new () => object);

export interface DataSourceSettings {
  readonly url: string;
  readonly entities?: Entity[];
  /** Connections this process may hold. */
  readonly poolSize?: number;
  /** How long calls wait for the database. Default: no limits, as migrations need it. */
  readonly patience?: Patience;
  readonly logging?: LoggerOptions;
  /** Whether sessions have the rights of the service only. Default: those of the role in `url`, as migrations need them. */
  readonly asService?: boolean;
  /** Where its connections are registered. Default: only here. */
  readonly connections?: Connections;
}

/** How long things may take, in milliseconds, so that a process that hangs or is disconnected does not stop the others. */
export interface Patience {
  readonly statementMs: number;
  readonly lockMs: number;
  /** The pause between two statements of a transaction; after it the transaction ends and its locks are free. */
  readonly idleInTransactionMs: number;
}

const NO_LIMITS: Patience = { statementMs: 0, lockMs: 0, idleInTransactionMs: 0 };
/** A pool closes idle connections after this long, in milliseconds; one without traffic for longer is in use and lost. */
const IDLE_MS = 30_000;
const SILENCE_MARGIN_MS = 5_000;

/** A TypeORM data source over our migrations; nothing is ever synchronised from entities. */
export function createDataSource(settings: DataSourceSettings): DataSource {
  const { url, entities = [], poolSize = 20, logging = false } = settings;
  const { patience = NO_LIMITS, connections = new Connections(), asService = false } = settings;
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
      Client: connections.clientClass(silenceOf(patience)),
      ...(asService && POOL_AS_SERVICE),
      connectionTimeoutMillis: 5_000,
      idleTimeoutMillis: IDLE_MS,
      keepAlive: true,
      // Our statements are short: compiling one takes longer than running it. They read recent rows, which are in memory: with the
      // default costs of a rotating disk, plans for lists of unknown length would read whole tables instead of an index.
      options: '-c jit=off -c random_page_cost=1.1',
      statement_timeout: patience.statementMs,
      lock_timeout: patience.lockMs,
      idle_in_transaction_session_timeout: patience.idleInTransactionMs,
    },
  });
}

function silenceOf({ statementMs }: Patience): number {
  return statementMs > 0 ? Math.max(statementMs, IDLE_MS) + SILENCE_MARGIN_MS : 0;
}
