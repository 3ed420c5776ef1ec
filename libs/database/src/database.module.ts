import { type DynamicModule, Global, Module } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Patience } from './data-source.js';
import { Database } from './database.js';
import { DatabaseConnection, type DatabaseSettings } from './connection/database-connection.js';
import { DatabaseProbe } from './connection/database-probe.js';

/**
 * A conversation whose worker hangs in the middle of a transaction moves again within five seconds: its locks are free after
 * three. Calls that meet such a lock are answered earlier, because their callers try again.
 */
const PATIENCE: Patience = { statementMs: 30_000, lockMs: 2_000, idleInTransactionMs: 3_000 };

/** Connects to PostgreSQL, in the background, and hands out `Database`. */
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
      ],
      exports: [DatabaseConnection, DataSource, Database, DatabaseProbe],
    };
  }
}
