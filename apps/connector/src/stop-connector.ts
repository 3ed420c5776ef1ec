import { setTimeout as pause } from 'node:timers/promises';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DatabaseConnection } from '#database';
import { Readiness } from '#telemetry';
import type { Drain } from './drain.js';
import type { RequestsInFlight } from './requests-in-flight.js';

/**
 * A stop takes at most ten seconds: container platforms kill after that or later. While callers move to other
 * processes, workers finish their calls within five seconds. Then work that still waits for the database fails, so that
 * its callers are answered; callers who wait for something else are refused. At the end idle connections are closed.
 */
const DATABASE_MS = 5_500;
const REQUESTS_MS = 7_500;
const CONNECTIONS_MS = 8_000;

/** Stops the application in order, and answers the requests in flight. */
export async function stopConnector(
  app: NestFastifyApplication,
  requests: RequestsInFlight,
  drain: Drain,
): Promise<void> {
  const done = new AbortController();
  const at = (milliseconds: number, step: () => void): void =>
    void pause(milliseconds, undefined, { signal: done.signal }).then(step, () => undefined); // aborted: stopped in time
  app.get(Readiness).leave();
  requests.leave();
  drain.begin();
  at(DATABASE_MS, () => app.get(DatabaseConnection).cut());
  at(REQUESTS_MS, () => requests.refuse());
  at(CONNECTIONS_MS, () => app.getHttpServer().closeAllConnections());
  await app.close().finally(() => done.abort());
}
