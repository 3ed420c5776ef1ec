import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { AppConfig } from '#config';
import { DatabaseConnection } from '#database';
import { createLogger, type LogSettings, NestLogger } from '#telemetry';
import { startTracing } from '#traces';
import { createHttpApp, setUpOpenApi } from '#web';
import { ConnectorModule } from './connector.module.js';
import { databaseFor, migrateUp } from './database-for.js';
import { Drain } from './drain.js';
import { openApiOptions } from './open-api.js';
import { RequestsInFlight } from './requests-in-flight.js';
import { stopConnector } from './stop-connector.js';

/** A running connector. */
export interface Connector {
  /** The URL at which it listens, without a slash at the end. */
  readonly url: string;
  readonly app: NestFastifyApplication;
  /**
   * Resolves once the database can be used, however long that takes; until then calls are answered with 503.
   *
   * @throws Error when the embedded database does not start, or when the connector is closed first
   */
  ready(): Promise<void>;
  /** Finishes the work in progress and stops everything that it started. */
  close(): Promise<void>;
}

export interface ConnectorOptions {
  /** By default as configured, to standard output. */
  readonly log?: Partial<LogSettings>;
}

/** Starts the service in this process: it listens at once. If it fails, nothing keeps running. */
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
    const started = database.start();
    const prepare = async (): Promise<void> => {
      await started;
      if (!config.production) await migrateUp(database);
    };
    const module = ConnectorModule.forRoot({ config, database: { url: database.url, prepare }, logger });
    const app = await createHttpApp(module, {
      logger: new NestLogger(logger),
      limits: config.httpLimits,
      trustedProxies: config.trustedProxies,
      isHttps: config.publicUrl.startsWith('https:'),
    });
    const server = app.getHttpAdapter().getInstance();
    const requests = new RequestsInFlight(server);
    const drain = new Drain(server, config.drainMs);
    cleanUp.push(() => stopConnector(app, requests, drain));
    if (config.role !== 'worker') setUpOpenApi(app, openApiOptions(config.publicUrl));
    await app.init();
    const url = await server.listen({ port: config.port, host: config.host }); // Nest's `listen` logs its failure
    const ready = started.then(() => app.get(DatabaseConnection).whenOpen());
    ready.catch(() => undefined); // callers of ready() get the error
    return { url: url.replace('[::1]', 'localhost'), app, ready: () => ready, close };
  } catch (error) {
    await close();
    throw error;
  }
}
