import { ConfigFaults, loadConfig, loadPorts } from '#config';
import { announcement } from './announcement.js';
import { parseCommandLine, USAGE, UsageError } from './command-line.js';
import { startPlayground } from './playground.js';

const LONGEST_STOP_MS = 15_000;

try {
  if (parseCommandLine(process.argv.slice(2)).help) print(`${USAGE}\n`);
  else await run();
} catch (error) {
  const isExpected = error instanceof UsageError || error instanceof ConfigFaults;
  process.stderr.write(`${isExpected ? error.message : String(error instanceof Error ? error.stack : error)}\n`);
  process.exit(isExpected ? error.exitCode : 1);
}

async function run(): Promise<void> {
  const ports = loadPorts({ SIMULATOR_PORT: 4000, DEMO_BOT_PORT: 4100 });
  const connector = loadConfig(undefined, { logLevel: 'warn' });
  const config = { connector, simulatorPort: ports.SIMULATOR_PORT, botPort: ports.DEMO_BOT_PORT };
  const playground = await startPlayground(config);
  stopOnSignals(() => playground.close());
  print(announcement(playground.addresses));
}

/** The first signal stops everything in order, a second one at once. PostgreSQL ends with this process in any case. */
function stopOnSignals(close: () => Promise<void>): void {
  let isStopping = false;
  const stop = (): void => {
    if (isStopping) process.exit(130);
    isStopping = true;
    print('\n  Stopping … (Ctrl-C again to force)\n');
    setTimeout(() => process.exit(1), LONGEST_STOP_MS).unref();
    close().then(
      () => process.exit(0),
      (error: unknown) => {
        process.stderr.write(`${String(error)}\n`);
        process.exit(1);
      },
    );
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    // The embedded PostgreSQL's package ends the process as soon as the database is down, before we are done.
    process.removeAllListeners(signal);
    process.on(signal, stop);
  }
}

function print(text: string): void {
  process.stdout.write(text);
}
