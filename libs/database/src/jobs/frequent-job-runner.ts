import { setTimeout as pause } from 'node:timers/promises';
import {
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
  type OnModuleDestroy,
} from '@nestjs/common';
import { DatabaseConnection } from '../connection/database-connection.js';
import type { FrequentJob } from './frequent-job.js';
import { JobRegistry } from './job-registry.js';

const AFTER_FAILURE_MS = 5_000;

/** Runs the registered frequent jobs, each one again after the end of its turn and a pause. */
@Injectable()
export class FrequentJobRunner implements OnApplicationBootstrap, OnModuleDestroy, OnApplicationShutdown {
  private readonly log = new Logger('Jobs');
  private readonly stopping = new AbortController();
  private turns: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly registry: JobRegistry,
    private readonly connection: DatabaseConnection,
  ) {}

  onApplicationBootstrap(): void {
    this.turns = Promise.all(this.registry.frequent().map((job) => this.repeat(job)));
  }

  onModuleDestroy(): void {
    this.stopping.abort();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.turns;
  }

  private async repeat(job: FrequentJob): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      const waitMs = await this.turn(job);
      await pause(waitMs, undefined, { signal }).catch(() => undefined); // aborted: the loop ends
    }
  }

  /** @returns how long to wait for the next one, in milliseconds */
  private async turn(job: FrequentJob): Promise<number> {
    const { signal } = this.stopping;
    try {
      await this.connection.whenOpen();
      if (!signal.aborted) await job.run(signal);
      return job.everyMs;
    } catch (error) {
      if (!signal.aborted) this.log.warn({ err: error, job: job.name }, 'A frequent job failed; it is retried.');
      return AFTER_FAILURE_MS;
    }
  }
}
