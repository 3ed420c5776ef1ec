import { setTimeout as pause } from 'node:timers/promises';
import {
  Injectable,
  Logger,
  type OnApplicationShutdown,
  type OnModuleDestroy,
  type OnModuleInit,
} from '@nestjs/common';
import type pg from 'pg';
import type { DataSource } from 'typeorm';
import type { PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver.js';
import { AppError } from '#kernel';
import { Connections } from './connections.js';
import { createDataSource, type DataSourceSettings } from '../data-source.js';
import { DatabaseAway, isDiskFull, namedIfAway } from './database-away.js';
import { pendingMigrations } from '../migrate.js';
import { hasExcessRights } from '../roles/excess-rights.js';
import { ServiceRoleUnavailable } from '../roles/service-role.js';

const RETRY_MS = 500;
const STOPS = 'The process is stopping.';
const SILENT = 'The database does not answer.';
const TOO_MANY_RIGHTS =
  'The role of DATABASE_URL can read the rows of all tenants. Use a separate role without rights in DATABASE_URL, and the owner in MIGRATION_DATABASE_URL for the migrations.';

export interface DatabaseSettings extends DataSourceSettings {
  /** Runs before each try to connect, e.g. the migrations; if it fails, it is retried. */
  readonly prepare?: () => Promise<unknown>;
}

/** The schema is older than this build. */
class SchemaTooOld extends AppError {
  readonly code = 'database.schema-too-old';
  readonly kind = 'unavailable';
}

/**
 * Opens the database in the background, as soon as it can be reached and its schema fits this build. Meanwhile the process
 * serves health checks, and everything else fails with DatabaseAway.
 */
@Injectable()
export class DatabaseConnection implements OnModuleInit, OnModuleDestroy, OnApplicationShutdown {
  /** All connections of this process to the database, also those outside the pool. */
  readonly connections = new Connections();
  readonly source: DataSource;
  readonly url: string;
  private readonly log = new Logger('Database');
  private readonly closing = new AbortController();
  private readonly opened: Promise<void>;
  private settle!: { open: () => void; fail: (error: DatabaseAway) => void };
  private readonly prepare: () => Promise<unknown>;
  private attempts: Promise<void> = Promise.resolve();
  private reason = 'The database is being opened.';
  /** Whether the database answers nothing: see `SilenceWatch`. */
  isSilent = false;
  private isReady = false;
  private storageFullAt: number | undefined;

  constructor({ prepare = () => Promise.resolve(), ...settings }: DatabaseSettings) {
    this.prepare = prepare;
    this.url = settings.url;
    this.source = createDataSource({ ...settings, asService: true, connections: this.connections });
    this.opened = new Promise((open, fail) => (this.settle = { open, fail }));
    this.opened.catch(() => undefined); // its callers handle it, if there are any
  }

  onModuleInit(): void {
    this.attempts = this.openPatiently();
  }

  /** Calls that wait for the first connection fail now, not only after everything else has stopped. */
  onModuleDestroy(): void {
    if (!this.isReady) this.end(STOPS);
  }

  /** Resolves once work can start. @throws DatabaseAway if the process stops first */
  whenOpen(): Promise<void> {
    return this.opened;
  }

  /** Why no work can start at the moment, safe to show; undefined if it can. */
  get obstacle(): string | undefined {
    if (this.isReady && this.isSilent) return SILENT;
    return this.isReady ? undefined : this.reason;
  }

  /** @throws DatabaseAway while no work can start */
  requireOpen(): void {
    if (!this.isReady || this.isSilent) throw new DatabaseAway();
  }

  /** Whether a call has a connection, or waits for one. */
  get isInUse(): boolean {
    if (!this.source.isInitialized) return false;
    const { totalCount, idleCount, waitingCount } = (this.source.driver as PostgresDriver).master as pg.Pool;
    return waitingCount > 0 || totalCount > idleCount;
  }

  /** When a statement last failed because the disk is full, on the process's monotonic clock. */
  get diskFullAt(): number | undefined {
    return this.storageFullAt;
  }

  /** Records what a failure says about the database. @returns its name, see `namedIfAway` */
  learnFrom(error: unknown): unknown {
    if (isDiskFull(error)) this.storageFullAt = performance.now();
    return namedIfAway(error);
  }

  storageHasSpace(): void {
    this.storageFullAt = undefined;
  }

  /** Makes all calls that wait for the database fail now, and all later calls too. */
  cut(): void {
    this.end(STOPS);
    this.connections.cut();
  }

  async onApplicationShutdown(): Promise<void> {
    this.end(STOPS);
    await this.attempts;
    if (this.source.isInitialized) await this.source.destroy();
  }

  private end(reason: string): void {
    this.reason = reason;
    this.isReady = false;
    this.closing.abort();
    this.settle.fail(new DatabaseAway());
  }

  private async openPatiently(): Promise<void> {
    const { signal } = this.closing;
    while (!this.isReady && !signal.aborted) {
      try {
        await this.openOnce();
        if (signal.aborted) return;
        this.isReady = true;
        this.settle.open();
      } catch (error) {
        this.explain(error);
        await pause(RETRY_MS, undefined, { signal }).catch(() => undefined); // aborted: the loop ends
      }
    }
  }

  private async openOnce(): Promise<void> {
    await this.prepare();
    if (!this.source.isInitialized) await this.source.initialize();
    const missing = await pendingMigrations(this.source);
    if (missing.length > 0) throw new SchemaTooOld(`Migrations are missing: ${missing.join(', ')}.`);
    if (await hasExcessRights(this.source)) this.log.warn(TOO_MANY_RIGHTS);
  }

  /** Logs each reason once, not at every try. */
  private explain(error: unknown): void {
    const reason = reasonOf(error);
    if (reason === this.reason || this.closing.signal.aborted) return;
    this.reason = reason;
    this.log.warn({ err: namedIfAway(error) }, `${reason} Retrying until it can be used.`);
  }
}

function reasonOf(error: unknown): string {
  if (error instanceof SchemaTooOld || error instanceof ServiceRoleUnavailable) return error.message;
  if (namedIfAway(error) instanceof DatabaseAway) return SILENT;
  return 'The database cannot be used yet; the log has the reason.';
}
