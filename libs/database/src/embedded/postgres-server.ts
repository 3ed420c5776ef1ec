import { existsSync, readFileSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PostgresPrograms } from './postgres-programs.js';

export interface PostgresServerOptions {
  readonly user: string;
  readonly password: string;
  readonly port: number;
  /** As `name=value`. */
  readonly settings: readonly string[];
}

/** The server of one data directory, as a separate process. */
export class PostgresServer {
  private starting: Promise<void> | undefined;
  private isOurs = false;

  constructor(
    private readonly data: string,
    private readonly options: PostgresServerOptions,
  ) {}

  /** @throws Error when the programs are not installed or the server does not start; repeated calls share one start. */
  start(): Promise<void> {
    this.starting ??= this.startOnce();
    return this.starting;
  }

  /** Can be called while it starts. */
  async stop(): Promise<void> {
    await this.starting?.catch(() => undefined); // reported to the caller of start()
    if (this.isOurs && existsSync(pidFileOf(this.data))) await stop(this.data, await PostgresPrograms.for(this.data));
  }

  /** The last safeguard, for a process that ends without stopping its server. */
  interrupt(): void {
    const pidFile = pidFileOf(this.data);
    if (this.isOurs && existsSync(pidFile)) process.kill(pidIn(pidFile), 'SIGINT'); // "fast shutdown"
  }

  private async startOnce(): Promise<void> {
    const { data, options } = this;
    const programs = await PostgresPrograms.for(data);
    await endPredecessor(data, () => stop(data, programs));
    if (!existsSync(join(data, 'PG_VERSION'))) await initialise(data, options, programs);
    this.isOurs = true; // from here on a pid file is of this server
    await start(data, options, programs);
  }
}

function stop(data: string, programs: PostgresPrograms): Promise<void> {
  return programs.run('pg_ctl', ['stop', '-D', data, '-m', 'fast', '-w']);
}

async function initialise(
  data: string,
  { user, password }: PostgresServerOptions,
  programs: PostgresPrograms,
): Promise<void> {
  await rm(data, { recursive: true, force: true }); // the remains of an interrupted first start
  await mkdir(data, { mode: 0o700 });
  await programs.handOver(data);
  const passwordFile = `${data}.initial-password`;
  await writeFile(passwordFile, password, { mode: 0o600 });
  await programs.handOver(passwordFile);
  const locale = ['--locale=C', '--encoding=UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
  // The passwords are random, so guesses need no delay; each connection is opened faster.
  const access = ['-c', 'scram_iterations=1', `--username=${user}`, '--auth=scram-sha-256', `--pwfile=${passwordFile}`];
  await programs.run('initdb', ['-D', data, ...locale, ...access]).finally(() => rm(passwordFile));
}

async function start(
  data: string,
  { port, settings }: PostgresServerOptions,
  programs: PostgresPrograms,
): Promise<void> {
  const log = join(data, 'server.log');
  await rm(log, { force: true });
  const all = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'max_connections=200', ...settings];
  const flags = [`-p ${port}`, ...all.map((setting) => `-c ${setting}`)].join(' ');
  await programs.run('pg_ctl', ['start', '-D', data, '-w', '-l', log, '-o', flags]).catch(async (error: unknown) => {
    const said = await readFile(log, 'utf8').catch(() => '');
    const end = said.trim().split('\n').slice(-5).join(' ');
    throw new Error(`The embedded PostgreSQL in ${data} did not start: ${end}`, { cause: error });
  });
}

/** After a `kill -9` the server may still run without its parent, or only its pid file may be left. */
async function endPredecessor(data: string, stop: () => Promise<void>): Promise<void> {
  const pidFile = pidFileOf(data);
  if (!existsSync(pidFile)) return;
  if (await isPostgres(pidIn(pidFile))) await stop();
  await rm(pidFile, { force: true });
}

/** The pid may belong to another process by now: only a process that calls itself postgres is stopped. */
async function isPostgres(pid: number): Promise<boolean> {
  try {
    process.kill(pid, 0);
    if (process.platform !== 'linux') return true;
    return (await readFile(`/proc/${pid}/cmdline`, 'utf8')).includes('postgres');
  } catch {
    return false; // no such process, or one that we may not read
  }
}

function pidFileOf(data: string): string {
  return join(data, 'postmaster.pid');
}

function pidIn(pidFile: string): number {
  return Number(readFileSync(pidFile, 'utf8').split('\n', 1)[0]);
}
