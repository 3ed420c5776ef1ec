import './require-node.js';
import 'reflect-metadata';
import { CannotStart, loadConfig, loadPorts } from '#config';
import { announcement } from './announcement.js';
import { parseCommandLine, USAGE } from './command-line.js';
import type { Platform } from './platform.js';
import { startPlayground } from './playground.js';

const LONGEST_STOP_MS = 15_000;
/** Under npm one Ctrl-C comes twice: from the terminal and from npm. */
const SAME_SIGNAL_MS = 1_000;

try {
  const { help, platform } = parseCommandLine(process.argv.slice(2));
  if (help) print(`${USAGE}\n`);
  else await run(platform);
} catch (error) {
  const isExpected = error instanceof CannotStart;
  process.stderr.write(`${isExpected ? error.message : String(error instanceof Error ? error.stack : error)}\n`);
  process.exit(isExpected ? error.exitCode : 1);
}

async function run(platform: Platform): Promise<void> {
  const ports = loadPorts({ SIMULATOR_PORT: 4000, DEMO_BOT_PORT: 4100 });
  const connector = loadConfig(undefined, { logLevel: 'warn' });
  const config = { connector, simulatorPort: ports.SIMULATOR_PORT, botPort: ports.DEMO_BOT_PORT, platform };
  const starting = startPlayground(config);
  stopOnSignals(async () => (await starting).close());
  print(announcement((await starting).addresses));
}

/** The first signal stops everything in order, a second one at once: PostgreSQL always ends with this process. */
function stopOnSignals(close: () => Promise<void>): void {
  let stoppingSince: number | undefined;
  const stop = (): void => {
    if (stoppingSince === undefined) {
      stoppingSince = performance.now();
      void stopInOrder(close);
    } else if (performance.now() - stoppingSince > SAME_SIGNAL_MS) process.exit(130);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
}

async function stopInOrder(close: () => Promise<void>): Promise<never> {
  print('\n  Stopping … (Ctrl-C again to force)\n');
  setTimeout(() => process.exit(1), LONGEST_STOP_MS).unref();
  try {
    await close();
    process.exit(0);
  } catch (error) {
    process.stderr.write(`Not everything stopped cleanly: ${String(error)}\n`);
    process.exit(1);
  }
}

function print(text: string): void {
  process.stdout.write(text);
}
