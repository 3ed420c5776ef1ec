import './require-node.js';
import 'reflect-metadata';
import { CannotListen, CannotStart, listenFault, loadConfig } from '#config';
import { DatabaseAway, namedIfAway } from '#database';
import { createLogger, type Logger } from '#telemetry';
import { type Connector, createConnector } from './create-connector.js';
import { welcome } from './welcome.js';

/** By then all calls are answered; container platforms kill after ten seconds or later. */
const SHUTDOWN_MS = 9_500;

async function main(): Promise<void> {
  const config = loadConfig();
  const logger = await createLogger({ level: config.logLevel, format: config.logFormat });
  const starting = createConnector(config);
  const isEnding = endWithSignalsAndErrors(starting, logger);
  try {
    const connector = await starting;
    logger.info(`Listening on ${connector.url}.`);
    await connector.ready();
    process.stdout.write(welcome(config, connector.url));
  } catch (error) {
    if (isEnding()) return; // asked to stop before the database was ready
    const fault = listenFault(error);
    if (fault) throw new CannotListen('connector', [fault]);
    if (error instanceof CannotStart) throw error;
    logger.fatal({ err: error }, 'The connector did not start.');
    process.exit(1);
  }
}

/** @returns whether the process has begun to stop */
function endWithSignalsAndErrors(starting: Promise<Connector>, logger: Logger): () => boolean {
  let ending = false;
  const end = async (code: number): Promise<void> => {
    if (ending) return; // Ctrl-C comes twice: from the terminal and from npm
    ending = true;
    setTimeout(() => {
      logger.error('Some parts did not stop in time.');
      process.exit(code);
    }, SHUTDOWN_MS).unref();
    await starting.then((connector) => connector.close());
    process.exit(code);
  };
  const endSomehow = (code: number): void =>
    void end(code).catch((error: unknown) => {
      logger.error({ err: error }, 'Some parts did not stop cleanly.');
      process.exit(1);
    });
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => endSomehow(0));
  for (const event of ['uncaughtException', 'unhandledRejection'] as const)
    process.on(event, (error: unknown) => {
      if (isOfTheDatabase(error)) return logger.warn({ err: error }, 'A lost database connection was not handled.');
      logger.fatal({ err: error }, 'Stopping because of an unhandled error.');
      endSomehow(1);
    });
  return () => ending;
}

/** A library that does not handle a failed statement must not end the process: all our own work retries. */
function isOfTheDatabase(error: unknown): boolean {
  return namedIfAway(error) instanceof DatabaseAway;
}

await main().catch((error: unknown) => {
  if (!(error instanceof CannotStart)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exit(error.exitCode);
});
