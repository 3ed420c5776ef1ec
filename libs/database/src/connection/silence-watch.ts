import { setTimeout as pause } from 'node:timers/promises';
import { Injectable, Logger, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { DatabaseConnection } from './database-connection.js';
import { DatabaseProbe } from './database-probe.js';

/** Between two looks while the database answers, in milliseconds. */
const EVERY_MS = 1_000;
/** Unanswered questions in a row, of two seconds each, after which the database counts as silent. */
const UNANSWERED = 3;

/**
 * A database that is frozen, or behind a network that loses everything, refuses nothing: calls would wait until their statements
 * time out, longer than Engage and bots wait. So it is asked while calls wait for it; if it is silent, all of them fail, and later
 * ones fail at once, until it answers.
 */
@Injectable()
export class SilenceWatch implements OnModuleInit, OnModuleDestroy {
  private readonly log = new Logger('Database');
  private readonly stopping = new AbortController();
  private unanswered = 0;

  constructor(
    private readonly connection: DatabaseConnection,
    private readonly probe: DatabaseProbe,
  ) {}

  onModuleInit(): void {
    void this.watch();
  }

  onModuleDestroy(): void {
    this.stopping.abort();
  }

  /** Asks the database if a call waits for it, or if it was silent. */
  async look(): Promise<void> {
    const { connection } = this;
    if (!connection.isInUse && !connection.isSilent) {
      this.unanswered = 0;
      return;
    }
    this.unanswered = (await this.probe.isSilent()) ? this.unanswered + 1 : 0;
    if (this.stopping.signal.aborted) return;
    if (connection.isSilent && this.unanswered === 0) {
      connection.isSilent = false;
      this.log.log('The database answers again.');
    } else if (!connection.isSilent && this.unanswered >= UNANSWERED) {
      connection.isSilent = true;
      connection.connections.drop();
      this.log.warn('The database is silent: it answers nothing and refuses nothing. All calls fail until it answers.');
    }
  }

  private async watch(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      if (this.unanswered === 0 || this.connection.isSilent)
        await pause(EVERY_MS, undefined, { signal, ref: false }).catch(() => undefined); // aborted: the loop ends
      if (!signal.aborted) await this.look();
    }
  }
}
