import { type DynamicModule, Global, Module } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Patience } from './data-source.js';
import { Database } from './database.js';
import { DatabaseConnection, type DatabaseSettings } from './connection/database-connection.js';
import { DatabaseProbe } from './connection/database-probe.js';
import { SilenceWatch } from './connection/silence-watch.js';

/**
 * A conversation whose worker hangs in the middle of a transaction continues within five seconds: its locks are free after
 * three. Calls that wait for such a lock fail earlier, because their callers retry.
 */
const PATIENCE: Patience = { statementMs: 30_000, lockMs: 2_000, idleInTransactionMs: 3_000 };

/** Connects to PostgreSQL, in the background, and provides `Database`. */
@Global()
@Module({})
export class DatabaseModule {
  static forRoot(settings: DatabaseSettings): DynamicModule {
    return {
      module: DatabaseModule,
      providers: [
        { provide: DatabaseConnection, useFactory: () => new DatabaseConnection({ patience: PATIENCE, ...settings }) },
        { provide: DataSource, inject: [DatabaseConnection], useFactory: ({ source }: DatabaseConnection) => source },
        {
          provide: Database,
          inject: [DatabaseConnection],
          useFactory: (connection: DatabaseConnection) => new Database(connection.source, connection),
        },
        DatabaseProbe,
        SilenceWatch,
      ],
      exports: [DatabaseConnection, DataSource, Database, DatabaseProbe],
    };
  }
}
