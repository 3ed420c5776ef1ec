import 'reflect-metadata';
import { type AppConfig, ConfigFaults, loadConfig } from '#config';
import { createLogger, type Logger } from '#telemetry';
import { type Connector, createConnector } from './create-connector.js';
import { welcome } from './welcome.js';

/** Long enough for calls under way, short enough for the patience of container platforms. */
const SHUTDOWN_MS = 20_000;

async function main(): Promise<void> {
  const config = readConfig();
  const logger = await createLogger({ level: config.logLevel, format: config.logFormat });
  const starting = createConnector(config);
  endWithSignalsAndFaults(starting, logger);
  try {
    const { url } = await starting;
    process.stdout.write(welcome(config, url));
  } catch (error) {
    logger.fatal({ err: error }, 'The connector did not start.');
    process.exit(1);
  }
}

function readConfig(): AppConfig {
  try {
    return loadConfig();
  } catch (error) {
    if (!(error instanceof ConfigFaults)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(error.exitCode);
  }
}

function endWithSignalsAndFaults(starting: Promise<Connector>, logger: Logger): void {
  let ending = false;
  const end = async (code: number): Promise<void> => {
    if (ending) return; // a terminal and npm both pass Ctrl-C on
    ending = true;
    setTimeout(() => process.exit(1), SHUTDOWN_MS).unref();
    await starting.then((connector) => connector.close());
    process.exit(code);
  };
  const endOrGiveUp = (code: number): void =>
    void end(code).catch((error: unknown) => {
      logger.error({ err: error }, 'Not everything stopped cleanly.');
      process.exit(1);
    });
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => endOrGiveUp(0));
  for (const event of ['uncaughtException', 'unhandledRejection'] as const)
    process.on(event, (error: unknown) => {
      logger.fatal({ err: error }, 'Stopping because of a fault that nobody handled.');
      endOrGiveUp(1);
    });
}

await main();
