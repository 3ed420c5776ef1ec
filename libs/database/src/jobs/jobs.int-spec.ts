import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { ConsoleLogger } from '@nestjs/common';
import { Test, type TestingModule } from '@nestjs/testing';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { eventually, throwAwayDatabase, type ThrowAwayDatabase } from '#testing';
import { DatabaseModule, FrequentJob, type Job, JobRegistry, JobsModule } from '../index.js';

class Watch extends FrequentJob {
  readonly name = 'watch';
  readonly everyMs = 20;
  turns = 0;
  running = 0;
  mostRunning = 0;

  async run(): Promise<void> {
    this.mostRunning = Math.max(this.mostRunning, (this.running += 1));
    await new Promise((done) => setTimeout(done, 30));
    this.running -= 1;
    this.turns += 1;
  }
}

const NEVER = '0 0 30 2 *';

describe('JobsModule', () => {
  let db: ThrowAwayDatabase;
  let module: TestingModule;
  const run = vi.fn<Job['run']>();
  let watch: Watch;
  beforeAll(async () => {
    db = await throwAwayDatabase();
  });
  afterAll(() => db.drop());
  beforeEach(async () => {
    run.mockReset();
    module = await Test.createTestingModule({
      imports: [DatabaseModule.forRoot({ url: db.serviceUrl }), JobsModule.forWorker()],
    })
      .setLogger(new ConsoleLogger({ logLevels: [] }))
      .compile();
    watch = new Watch();
    module.get(JobRegistry).register({ name: 'chore', cron: NEVER, run });
    module.get(JobRegistry).register(watch);
    module.enableShutdownHooks([]);
    await module.init();
    await eventually(() => isListening(db));
  });
  afterEach(async () => {
    await module.close();
    await db.dataSource.query('DELETE FROM graphile_worker._private_jobs'); // what the next test must not run
  });

  const addJob = (): Promise<unknown> =>
    db.dataSource.query("SELECT graphile_worker.add_job('chore', max_attempts => 1)");

  it('runs a job that is due', async () => {
    await addJob();
    await eventually(() => expect(run).toHaveBeenCalledOnce());
  });

  it('continues after a failed job', async () => {
    run.mockRejectedValueOnce(new Error('broken'));
    await addJob();
    await eventually(() => expect(run).toHaveBeenCalledOnce());
    await addJob();
    await eventually(() => expect(run).toHaveBeenCalledTimes(2));
  });

  it('continues after the database closed its connections', async () => {
    await db.dataSource.query(
      'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
    );
    // A worker whose connection ends while it fetches a job may leave it locked: then only a later one runs.
    await eventually(async () => {
      await addJob();
      await pause(200);
      expect(run).toHaveBeenCalled();
    });
  });

  it.each([
    ['failed', () => Promise.reject(new Error('broken'))],
    ['completed', () => Promise.resolve()],
  ])('survives if the database cannot store that a job %s', async (_, end) => {
    const unhandled = vi.fn();
    process.on('unhandledRejection', unhandled);
    const refused = Promise.withResolvers<void>();
    run.mockImplementationOnce(async () => {
      await refuseConnections(db);
      refused.resolve();
      await end();
    });
    await addJob();
    await refused.promise;
    await pause(500); // the runner tries to store it at once
    await allowConnections(db);
    await eventually(addJob);
    await eventually(() => expect(run).toHaveBeenCalledTimes(2));
    process.off('unhandledRejection', unhandled);
    expect(unhandled).not.toHaveBeenCalled();
  });

  it('notifies a running job that the process stops, and waits for it', async () => {
    let ended = false;
    run.mockImplementation(async (signal) => {
      if (!signal.aborted) await once(signal, 'abort');
      ended = true;
    });
    await addJob();
    await eventually(() => expect(run).toHaveBeenCalled());
    await module.close();
    expect(ended).toBe(true);
  });

  it('leaves no connection behind, also when it stops while it starts', async () => {
    await module.close();
    const hasty = await Test.createTestingModule({
      imports: [DatabaseModule.forRoot({ url: db.serviceUrl }), JobsModule.forWorker()],
    })
      .setLogger(new ConsoleLogger({ logLevels: [] }))
      .compile();
    hasty.get(JobRegistry).register({ name: 'chore', cron: NEVER, run });
    await hasty.init();
    await hasty.close();
    const others = 'SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND application_name = $1';
    await eventually(async () => expect(await db.dataSource.query(others, [''])).toEqual([]));
  });

  it('runs a frequent job again and again, one turn after the other, until the process stops', async () => {
    await eventually(() => expect(watch.turns).toBeGreaterThan(2));
    await module.close();
    const { turns } = watch;
    await new Promise((done) => setTimeout(done, 100));
    expect(watch).toMatchObject({ turns, running: 0, mostRunning: 1 });
  });

  it('rejects a second job of the same name', () => {
    expect(() => module.get(JobRegistry).register({ name: 'chore', cron: NEVER, run })).toThrow('two jobs named chore');
  });
});

async function administer(db: ThrowAwayDatabase, ...statements: ((name: string) => string)[]): Promise<void> {
  const url = new URL(db.url);
  const name = url.pathname.slice(1);
  url.pathname = '/postgres';
  const client = new pg.Client({ connectionString: url.href });
  await client.connect();
  for (const statement of statements) await client.query(statement(name));
  await client.end();
}

function refuseConnections(db: ThrowAwayDatabase): Promise<void> {
  return administer(
    db,
    (name) => `ALTER DATABASE ${name} ALLOW_CONNECTIONS false`,
    (name) => `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${name}'`,
  );
}

function allowConnections(db: ThrowAwayDatabase): Promise<void> {
  return administer(db, (name) => `ALTER DATABASE ${name} ALLOW_CONNECTIONS true`);
}

async function isListening(db: ThrowAwayDatabase): Promise<void> {
  const rows: unknown[] = await db.dataSource.query(
    "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND query ~* '^listen'",
  );
  expect(rows).not.toHaveLength(0);
}
