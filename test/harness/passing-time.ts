import type { Type } from '@nestjs/common';
import { Clock } from '#kernel';
import type { RunningConnector } from './connector-process.js';
import type { World } from './world.js';

/** A job that runs every minute, e.g. `ReconcileHandovers`. */
interface MinuteJob {
  run(signal: AbortSignal): Promise<void>;
}

/** Runs the job now, on the last connector of the world. */
export async function runJob({ connectors }: World, job: Type<MinuteJob>): Promise<void> {
  const app = connectors.at(-1)?.app;
  if (!app) throw new Error('Jobs can be run only in connectors of this process.');
  await app.get(job, { strict: false }).run(new AbortController().signal);
}

/** From now on the job runs only when the test calls the returned function. */
export function takeOver({ connectors }: World, job: Type<MinuteJob>): () => Promise<void> {
  const all = connectors.map(({ app }) => {
    if (!app) throw new Error('Jobs can be taken over only in connectors of this process.');
    return app.get(job, { strict: false });
  });
  const runs = all.map((one) => one.run.bind(one));
  for (const one of all) one.run = () => Promise.resolve();
  return async () => runs.at(-1)?.(new AbortController().signal);
}

const DATED = ['started_at', 'joined_at', 'checked_at', 'inactivity_due_at', 'no_pickup_due_at', 'max_duration_due_at'];

/** Moves all times of the running handovers back by this number of seconds, as if it were later. */
export async function letPass({ database }: World, seconds: number): Promise<void> {
  const changes = DATED.map((column) => `${column} = ${column} - $1 * interval '1 second'`);
  await database.dataSource.query(`UPDATE handovers SET ${changes.join()} WHERE ended_at IS NULL`, [seconds]);
}

/** Shifts the machine's clock for a connector in this process. */
export function shiftClock({ app }: RunningConnector, ms: number): void {
  if (!app) throw new Error('Only the clock of a connector in this process can be shifted.');
  for (const clock of app.get(Clock, { strict: false, each: true })) {
    const now = clock.now.bind(clock);
    clock.now = () => new Date(now().getTime() + ms);
  }
}
