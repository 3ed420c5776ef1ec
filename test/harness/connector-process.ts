import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { loadConfig } from '#config';
import { type Connector, createConnector } from '../../apps/connector/src/index.js';

export type ConnectorEnvironment = Readonly<Record<string, string>>;

/** A connector of the world: in this process, or in a separate process that can be killed. */
export interface RunningConnector {
  readonly url: string;
  /** The application, to run background jobs; only for a connector in this process. */
  readonly app?: Connector['app'];
  /** Process id of a connector process, to measure its memory. */
  readonly pid?: number | undefined;
  /** The output of a connector process so far; empty for one in this process. */
  output(): string;
  /** Stops like SIGTERM. @returns the exit code of a connector process, if it has not ended before */
  stop(): Promise<number | null>;
  /** Like `kill -9`. @throws Error for a connector in this process */
  kill(): Promise<unknown>;
}

/** A connector in a separate process. */
export interface ConnectorProcess extends RunningConnector {
  /** Whether the process has ended, for any reason. */
  hasEnded(): boolean;
  signal(signal: NodeJS.Signals): void;
}

/** Ends the wait for a process that does not start, in milliseconds; a busy machine takes half of it. */
export const START_MS = 90_000;

/** What V8 has compiled at earlier starts: a fifth of the processor time of a start. */
const COMPILED = resolve('node_modules/.cache/compiled');

/** Starts the sources in this process. */
export async function startInProcess(environment: ConnectorEnvironment): Promise<RunningConnector> {
  const config = loadConfig(environment, { isTerminal: false });
  const connector = await createConnector(config);
  await connector.ready();
  return {
    url: connector.url,
    app: connector.app,
    output: () => '',
    stop: () => connector.close().then(() => null),
    kill: () => Promise.reject(new Error('Only a connector process can be killed: start the world with asProcesses.')),
  };
}

/** Starts the build (`npm run build`) and waits until it is ready. */
export async function startAsProcess(environment: ConnectorEnvironment): Promise<RunningConnector> {
  const connector = launchProcess(environment);
  await isReady(connector);
  return connector;
}

/** Starts the build without waiting until it is ready. */
export function launchProcess(environment: ConnectorEnvironment): ConnectorProcess {
  const child = spawn(
    process.execPath,
    [
      '--import',
      './dist/apps/connector/src/source-maps.js',
      '--max-semi-space-size=8',
      '--heap-growing-percent=30',
      'dist/apps/connector/src/main.js',
    ],
    {
      env: { PATH: process.env['PATH'], NODE_COMPILE_CACHE: COMPILED, ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data: Buffer) => (output += data.toString()));
  return {
    url: environment['PUBLIC_URL'] ?? '',
    pid: child.pid,
    hasEnded: () => child.exitCode !== null || child.signalCode !== null,
    signal: (signal) => void child.kill(signal),
    output: () => output,
    stop: () => end(child, 'SIGTERM'),
    kill: () => end(child, 'SIGKILL'),
  };
}

async function isReady(connector: ConnectorProcess): Promise<void> {
  const deadline = AbortSignal.timeout(START_MS);
  while (!connector.hasEnded() && !deadline.aborted) {
    const answer = await fetch(`${connector.url}/health/ready`).catch(() => undefined); // not listening yet
    if (answer?.ok) return;
    await pause(50);
  }
  await connector.kill();
  throw new Error(`The connector did not start: ${connector.output()}`);
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
  child.kill('SIGCONT'); // a stopped process handles no other signal
  child.kill(signal);
  const [code] = (await once(child, 'exit')) as [number | null];
  return code;
}
