import { setTimeout as pause } from 'node:timers/promises';
import {
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
  type OnModuleDestroy,
} from '@nestjs/common';
import type { CronItem, LogFunctionFactory, Runner, TaskList } from 'graphile-worker';
import pg from 'pg';
import { AppError } from '#kernel';
import { namedIfAway } from '../connection/database-away.js';
import { DatabaseConnection } from '../connection/database-connection.js';
import { POOL_AS_SERVICE } from '../roles/service-role.js';
import type { Job } from './job.js';
import { JobRegistry } from './job-registry.js';

/** In addition to the pool of TypeORM: one connection listens, the others fetch and settle. */
const CONNECTIONS = 3;
const RESTART_PAUSE_MS = 5_000;

/** Runs the registered jobs on graphile-worker. */
@Injectable()
export class JobRunner implements OnApplicationBootstrap, OnModuleDestroy, OnApplicationShutdown {
  private readonly log = new Logger('Jobs');
  private readonly stopping = new AbortController();
  private runner: Runner | undefined;
  private supervision: Promise<void> = Promise.resolve();

  constructor(
    private readonly registry: JobRegistry,
    private readonly connection: DatabaseConnection,
  ) {}

  onApplicationBootstrap(): void {
    this.supervision = this.supervise();
  }

  onModuleDestroy(): void {
    this.stopping.abort();
    void this.runner?.stop().catch(() => undefined); // rejects only if it stopped by itself
  }

  async onApplicationShutdown(): Promise<void> {
    await this.supervision;
  }

  /** Restarts the runner whenever it stops by itself, e.g. because the database was away. */
  private async supervise(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      try {
        await this.connection.whenOpen();
        if (!signal.aborted) await this.runOnce();
      } catch (error) {
        if (!signal.aborted) this.log.warn({ err: error }, 'Background jobs stopped; restarting them.');
      }
      await pause(RESTART_PAUSE_MS, undefined, { signal }).catch(() => undefined); // aborted: the loop ends
    }
  }

  private async runOnce(): Promise<void> {
    // processes that run no jobs do not load it
    const { Logger: GraphileLogger, parseCronItems, run } = await import('graphile-worker');
    const jobs = this.registry.all();
    // Our own pool, because graphile-worker does not wait until the connections of its pool are closed.
    const { url, connections } = this.connection;
    const Client = connections.clientClass();
    const pgPool = new pg.Pool({ connectionString: url, max: CONNECTIONS, Client, ...POOL_AS_SERVICE });
    const onLost = (error: Error): void => this.log.debug({ err: error }, 'A connection was lost.');
    pgPool.on('error', onLost).on('connect', (client) => client.on('error', onLost));
    try {
      this.runner = await run({
        pgPool,
        // Without batches, a job that cannot be settled would cause an unhandled rejection.
        preset: { worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 } },
        concurrency: 2,
        noHandleSignals: true,
        logger: new GraphileLogger(toNestLogger(this.log)),
        taskList: tasksOf(jobs, this.stopping.signal),
        parsedCronItems: parseCronItems(jobs.map(cronItem)),
      });
      if (this.stopping.signal.aborted) await this.runner.stop();
      await this.runner.promise;
    } finally {
      await pgPool.end();
    }
  }
}

function tasksOf(jobs: readonly Job[], signal: AbortSignal): TaskList {
  return Object.fromEntries(jobs.map((job) => [job.name, () => job.run(signal)]));
}

/**
 * One try per turn, and missed turns do not pile up. A waiting turn keeps its time: if a process whose clock is ahead of the
 * database's has scheduled it, every next turn would otherwise postpone it.
 */
function cronItem({ name, cron }: Job): CronItem {
  const key = { jobKey: name, jobKeyMode: 'preserve_run_at' } as const;
  return { task: name, match: cron, options: { maxAttempts: 1, backfillPeriod: 0, ...key } };
}

const LEVELS = { error: 'error', warning: 'warn', info: 'debug', debug: 'verbose' } as const;

function toNestLogger(log: Logger): LogFunctionFactory {
  return () => (level, message, meta) => {
    const [title] = message.split('\n', 1); // the rest is the stack of meta.error
    const error = namedIfAway(meta?.['error']);
    // it reconnects by itself; callers that need the database report the outage
    log[error instanceof AppError ? 'debug' : LEVELS[level]]({ err: error }, title);
  };
}
