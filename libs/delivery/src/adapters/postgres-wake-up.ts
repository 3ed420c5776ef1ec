import { AsyncLocalStorage } from 'node:async_hooks';
import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import type { Client } from 'pg';
import { Database, namedIfAway } from '#database';
import { newId } from '#kernel';
import { WakeUp } from '../ports/wake-up.js';

const CHANNEL = 'lanes_ready';
const RECONNECT_MS = 1_000;
/** Minimum time between two notifications of other processes, in milliseconds. */
const NOTIFY_PAUSE_MS = 20;

/** Outside of all requests: notifications belong to all callers that have rung. */
const outside = AsyncLocalStorage.snapshot();

/**
 * Notifies this process at once and the others by NOTIFY. NOTIFY inside a busy transaction would make commits wait for each
 * other, so it is sent separately, and only one at a time.
 */
@Injectable()
export class PostgresWakeUp extends WakeUp implements OnApplicationShutdown {
  private readonly logger = new Logger(PostgresWakeUp.name);
  /** Marks our own notifications. */
  private readonly self = newId();
  private readonly listeners = new Set<() => void>();
  private client: Client | undefined;
  private reconnect: NodeJS.Timeout | undefined;
  /** Whether an outage of the database was logged: once per outage. */
  private isAway = false;
  private stopped = false;
  private notifying = false;
  private rungMeanwhile = false;

  constructor(private readonly database: Database) {
    super();
  }

  ring(): void {
    for (const listener of this.listeners) listener();
    if (this.notifying) this.rungMeanwhile = true;
    else void outside(() => this.notify());
  }

  onRing(listener: () => void): () => void {
    this.listeners.add(listener);
    if (!this.client && !this.reconnect && !this.stopped) void this.listen();
    return () => this.listeners.delete(listener);
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.reconnect);
    await this.client?.end().catch(() => this.logger.debug('The connection for notifications was already closed.'));
  }

  /** Until nothing has rung since the last notification. */
  private async notify(): Promise<void> {
    this.notifying = true;
    do {
      this.rungMeanwhile = false;
      try {
        await this.database.separately('SELECT pg_notify($1, $2)', [CHANNEL, this.self]);
      } catch (error) {
        if (!this.stopped)
          this.logger.warn({ err: error }, 'Other workers were not notified; they find the work by polling.');
      }
      await new Promise((done) => setTimeout(done, NOTIFY_PAUSE_MS).unref());
    } while (this.rungMeanwhile && !this.stopped);
    this.notifying = false;
  }

  private async listen(): Promise<void> {
    await this.database.whenOpen().catch(() => undefined); // the process is stopping
    if (this.client || this.stopped) return;
    const client = this.database.newClient();
    this.client = client;
    client.on('notification', ({ payload }) => {
      if (payload !== this.self) this.listeners.forEach((listener) => listener());
    });
    client.on('error', (error) => this.retryLater(error));
    client.on('end', () => this.retryLater(undefined));
    try {
      await client.connect();
      await client.query(`LISTEN ${CHANNEL}`);
      if (this.isAway) this.logger.log('The connection for notifications is back.');
      this.isAway = false;
    } catch (error) {
      this.retryLater(error);
    }
  }

  private retryLater(error: unknown): void {
    if (this.stopped || this.reconnect) return;
    const level = this.isAway ? 'debug' : 'warn';
    this.isAway = true;
    this.logger[level](
      { err: namedIfAway(error) },
      'The connection for notifications is lost; workers poll until it is back.',
    );
    this.client = undefined;
    this.reconnect = setTimeout(() => {
      this.reconnect = undefined;
      void this.listen();
    }, RECONNECT_MS);
  }
}
