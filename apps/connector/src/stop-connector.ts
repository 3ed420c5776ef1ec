import { setTimeout as pause } from 'node:timers/promises';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DatabaseConnection } from '#database';
import { Readiness } from '#telemetry';
import type { Drain } from './drain.js';
import type { RequestsInFlight } from './requests-in-flight.js';

/**
 * A stop takes ten seconds at most: container platforms kill after that or later. While callers go elsewhere, workers finish their
 * calls, for which they need up to five; whatever still waits for the database then fails, so that its callers are answered; who waits for something else is
 * refused; connections that only stand open are closed in the end.
 */
const DATABASE_MS = 5_500;
const REQUESTS_MS = 7_500;
const CONNECTIONS_MS = 8_000;

/** Stops the application in order, and answers what is in flight. */
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
