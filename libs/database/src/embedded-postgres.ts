import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import pg from 'pg';
import { lockDirectory } from './directory-lock.js';
import { PostgresPrograms } from './postgres-programs.js';

/** A PostgreSQL server that came with an npm package and runs for this process only. */
export interface EmbeddedPostgres {
  /** `postgres://…` of the given database, which is created when it is missing. */
  database(name: string): Promise<string>;
  stop(): Promise<void>;
}

export interface EmbeddedPostgresOptions {
  readonly directory: string;
  /** Throw-away data: no fsync, nothing kept. */
  readonly volatile?: boolean;
  /** Default: any free one, another at every start. */
  readonly port?: number;
}

const USER = 'engage_handover';
const VOLATILE = ['fsync=off', 'full_page_writes=off', 'synchronous_commit=off'];

/**
 * Starts PostgreSQL in `directory`, initialising it the first time. Copes with what a killed predecessor left: a stale
 * `postmaster.pid`, or a server that still runs there. The server has a session of its own, so that Ctrl-C reaches us only
 * and it is there until we have finished with it.
 *
 * @throws DirectoryInUse when another process that lives uses the directory
 * @throws Error when the npm package is not installed (it is a development dependency) or the server does not start.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const data = join(options.directory, 'postgres');
  await mkdir(options.directory, { recursive: true });
  const unlock = lockDirectory(options.directory);
  const programs = await PostgresPrograms.for(data);
  const stop = (): Promise<void> => programs.run('pg_ctl', ['stop', '-D', data, '-m', 'fast', '-w']);
  await endPredecessor(data, stop);
  const password = await passwordIn(options.directory);
  if (!existsSync(join(data, 'PG_VERSION'))) await initialise(data, password, programs);
  const port = options.port ?? (await freePort());
  await start(data, port, options.volatile ? VOLATILE : [], programs);
  const stopOnExit = (): void => {
    interrupt(data);
    unlock();
  };
  process.once('exit', stopOnExit);
  const url = (name: string): string => `postgres://${USER}:${password}@127.0.0.1:${port}/${name}`;
  return {
    database: async (name) => {
      await createDatabase(url('postgres'), name);
      return url(name);
    },
    stop: async () => {
      process.removeListener('exit', stopOnExit);
      if (existsSync(pidFileOf(data))) await stop();
      unlock();
    },
  };
}

async function initialise(data: string, password: string, programs: PostgresPrograms): Promise<void> {
  await rm(data, { recursive: true, force: true }); // what an interrupted first start left
  await mkdir(data, { mode: 0o700 });
  await programs.handOver(data);
  const passwordFile = `${data}.initial-password`;
  await writeFile(passwordFile, password, { mode: 0o600 });
  await programs.handOver(passwordFile);
  const locale = ['--locale=C', '--encoding=UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
  const access = [`--username=${USER}`, '--auth=scram-sha-256', `--pwfile=${passwordFile}`];
  await programs.run('initdb', ['-D', data, ...locale, ...access]).finally(() => rm(passwordFile));
}

async function start(data: string, port: number, settings: string[], programs: PostgresPrograms): Promise<void> {
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

async function createDatabase(url: string, name: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const found = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [name]);
    if (found.rowCount === 0) await client.query(`CREATE DATABASE ${client.escapeIdentifier(name)}`);
  } finally {
    await client.end();
  }
}

async function passwordIn(directory: string): Promise<string> {
  const file = join(directory, 'postgres.password');
  if (existsSync(file)) return (await readFile(file, 'utf8')).trim();
  const password = randomBytes(18).toString('base64url');
  await writeFile(file, password, { mode: 0o600 });
  return password;
}

/** After a `kill -9` the server may still run without its parent, or only its pid file may be left. */
async function endPredecessor(data: string, stop: () => Promise<void>): Promise<void> {
  const pidFile = pidFileOf(data);
  if (!existsSync(pidFile)) return;
  if (await isPostgres(pidIn(pidFile))) await stop();
  await rm(pidFile, { force: true });
}

/** A pid can belong to anybody by now: only a process that calls itself postgres is stopped. */
async function isPostgres(pid: number): Promise<boolean> {
  try {
    process.kill(pid, 0);
    if (process.platform !== 'linux') return true;
    return (await readFile(`/proc/${pid}/cmdline`, 'utf8')).includes('postgres');
  } catch {
    return false; // no such process, or not ours to look at
  }
}

/** The last fence, for a process that ends without stopping its server. */
function interrupt(data: string): void {
  if (existsSync(pidFileOf(data))) process.kill(pidIn(pidFileOf(data)), 'SIGINT'); // "fast shutdown"
}

function pidFileOf(data: string): string {
  return join(data, 'postmaster.pid');
}

function pidIn(pidFile: string): number {
  return Number(readFileSync(pidFile, 'utf8').split('\n', 1)[0]);
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
