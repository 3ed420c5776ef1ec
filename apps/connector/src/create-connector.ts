import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { AppConfig } from '#config';
import { createLogger, type LogSettings, NestLogger, startTracing } from '#telemetry';
import { createHttpApp, setUpOpenApi } from '#web';
import { ConnectorModule } from './connector.module.js';
import { databaseFor, migrateUp } from './database-for.js';
import { openApiOptions } from './open-api.js';

/** What was accepted is answered; connections that only stand open must not hold up the end. */
const DRAIN_MS = 2_000;

/** A running connector. */
export interface Connector {
  /** Where it listens, without a slash at the end. */
  readonly url: string;
  readonly app: NestFastifyApplication;
  /** Finishes what is under way and stops everything it started. */
  close(): Promise<void>;
}

export interface ConnectorOptions {
  /** Default: as configured, to standard output. */
  readonly log?: Partial<LogSettings>;
}

/** Starts the service in this process. Nothing is left running when it fails. */
export async function createConnector(config: AppConfig, { log }: ConnectorOptions = {}): Promise<Connector> {
  const cleanUp: (() => Promise<void>)[] = [];
  const close = async (): Promise<void> => {
    for (const step of cleanUp.splice(0).reverse()) await step();
  };
  try {
    const logger = await createLogger({ level: config.logLevel, format: config.logFormat, ...log });
    if (config.otlpEndpoint) cleanUp.push(await startTracing(config.otlpEndpoint));
    const database = await databaseFor(config);
    cleanUp.push(() => database.stop());
    if (!config.production) await migrateUp(database.url);
    const module = ConnectorModule.forRoot({ config, databaseUrl: database.url, logger });
    const app = await createHttpApp(module, { logger: new NestLogger(logger) });
    cleanUp.push(() => closeWithin(DRAIN_MS, app));
    if (config.role !== 'worker') setUpOpenApi(app, openApiOptions(config.publicUrl));
    await app.listen(config.port, config.host);
    return { url: (await app.getUrl()).replace('[::1]', 'localhost'), app, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function closeWithin(milliseconds: number, app: NestFastifyApplication): Promise<void> {
  const server = app.getHttpServer();
  const cut = setTimeout(() => server.closeAllConnections(), milliseconds);
  await app.close().finally(() => clearTimeout(cut));
}
