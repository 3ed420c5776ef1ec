import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import pg from 'pg';
import { isDiskFull } from './database-away.js';
import { DatabaseConnection } from './database-connection.js';
import { pendingMigrations } from '../migrate.js';
import { POOL_AS_SERVICE } from '../roles/service-role.js';

const PATIENCE_MS = 2_000;
/** After a failure because of a full disk the database counts as full for this long, in milliseconds. */
const FULL_MS = 5_000;

/** Writes a megabyte and rolls it back: fails if the disk is full. */
const NEEDS_SPACE = `
  BEGIN;
  TRUNCATE space_probe; -- a new file, which is removed with the transaction
  INSERT INTO space_probe SELECT repeat('x', 1000) FROM generate_series(1, 1000);
  ROLLBACK`;

/**
 * Whether the database can be used. Asks over a separate connection: a call that waits for a lock, or for a connection of the
 * pool, says nothing about the others. Callers at the same time share one check.
 */
@Injectable()
export class DatabaseProbe implements OnApplicationShutdown {
  private readonly log = new Logger(DatabaseProbe.name);
  private readonly pool: pg.Pool;
  private looking: Promise<string | undefined> | undefined;

  constructor(private readonly connection: DatabaseConnection) {
    this.pool = new pg.Pool({
      connectionString: connection.url,
      max: 1,
      connectionTimeoutMillis: PATIENCE_MS,
      statement_timeout: PATIENCE_MS,
      query_timeout: PATIENCE_MS,
      application_name: 'engage-handover-health',
      Client: connection.connections.clientClass(),
      ...POOL_AS_SERVICE,
    });
    this.pool.on('error', (error) => this.log.debug({ err: error }, 'The connection for health checks was lost.'));
  }

  /** Why the database cannot be used, safe to show; undefined if it can. */
  obstacle(): Promise<string | undefined> {
    this.looking ??= this.look().finally(() => (this.looking = undefined));
    return this.looking;
  }

  /** Whether the database lets a question wait for more than two seconds. A refusal is an answer. */
  async isSilent(): Promise<boolean> {
    try {
      await this.ask((client) => client.query('SELECT'));
      return false;
    } catch (error) {
      return error instanceof Error && !('code' in error) && /timeout/.test(error.message);
    }
  }

  async onApplicationShutdown(): Promise<void> {
    await this.pool.end();
  }

  private async look(): Promise<string | undefined> {
    if (this.connection.obstacle) return this.connection.obstacle;
    try {
      const missing = await this.ask((client) =>
        pendingMigrations(this.connection.source, async (sql) => (await client.query<object>(sql)).rows),
      );
      if (missing.length > 0) return `Migrations are missing: ${missing.join(', ')}.`;
      return (await this.isFull()) ? 'The database cannot store anything: its disk is full.' : undefined;
    } catch (error) {
      this.log.debug({ err: error }, 'The database did not answer a health check.');
      return 'The database does not answer.';
    }
  }

  /** Only after a failure because of a full disk: reading still works then. */
  private async isFull(): Promise<boolean> {
    const { diskFullAt } = this.connection;
    if (diskFullAt === undefined) return false;
    if (performance.now() - diskFullAt < FULL_MS) return true;
    try {
      await this.ask((client) => client.query(NEEDS_SPACE));
      this.connection.storageHasSpace();
      return false;
    } catch (error) {
      if (isDiskFull(error)) return true;
      throw error;
    }
  }

  private async ask<Result>(question: (client: pg.PoolClient) => Promise<Result>): Promise<Result> {
    const client = await this.pool.connect();
    try {
      const answer = await question(client);
      client.release();
      return answer;
    } catch (error) {
      client.release(true); // it may still wait for an answer, or be in a failed transaction
      throw error;
    }
  }
}
