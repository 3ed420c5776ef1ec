import { setTimeout as pause } from 'node:timers/promises';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DatabaseConnection } from '#database';
import type { RequestsInFlight } from './requests-in-flight.js';

/**
 * A stop takes ten seconds at most: container platforms kill after that or later. Workers need up to five to finish their
 * calls; whatever still waits for the database then fails, so that its callers are answered; who waits for something else is
 * refused; connections that only stand open are closed in the end.
 */
const DATABASE_MS = 5_500;
const REQUESTS_MS = 7_500;
const CONNECTIONS_MS = 8_000;

/** Stops the application in order, and answers what is in flight. */
export async function stopConnector(app: NestFastifyApplication, requests: RequestsInFlight): Promise<void> {
  const done = new AbortController();
  const at = (milliseconds: number, step: () => void): void =>
    void pause(milliseconds, undefined, { signal: done.signal }).then(step, () => undefined); // aborted: stopped in time
  requests.leave();
  at(DATABASE_MS, () => app.get(DatabaseConnection).cut());
  at(REQUESTS_MS, () => requests.refuse());
  at(CONNECTIONS_MS, () => app.getHttpServer().closeAllConnections());
  await app.close().finally(() => done.abort());
}
