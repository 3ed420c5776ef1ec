import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import pg from 'pg';
import { lockDirectory } from './directory-lock.js';
import { PostgresServer } from './postgres-server.js';

/** A PostgreSQL server from an npm package that runs for this process only. */
export interface EmbeddedPostgres {
  /** `postgres://…` of the given database, which is created when it is missing. */
  database(name: string): Promise<string>;
  stop(): Promise<void>;
}

/** An embedded server whose address is known before it runs. */
export interface PreparedPostgres extends EmbeddedPostgres {
  /** The same for a role without rights of its own, which the migrations create. */
  serviceUrl(name: string): string;
  /** `postgres://…` of the given database, which may not exist yet. */
  url(name: string): string;
  /** @throws Error when the npm package is not installed (it is a development dependency) or the server does not start. */
  start(): Promise<void>;
}

export interface EmbeddedPostgresOptions {
  readonly directory: string;
  /** Throw-away data: no fsync, nothing kept. */
  readonly volatile?: boolean;
  /** Default: any free one, another at every start. */
  readonly port?: number;
}

const USER = 'engage_handover';
const SERVICE = 'engage_handover_service';
const VOLATILE = [
  'fsync=off',
  'full_page_writes=off',
  'synchronous_commit=off',
  'wal_level=minimal',
  'max_wal_senders=0',
];

/**
 * Starts PostgreSQL in `directory`, see `prepareEmbeddedPostgres`.
 *
 * @throws DirectoryInUse when another running process uses the directory
 * @throws Error when the server does not start.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const postgres = await prepareEmbeddedPostgres(options);
  await postgres.start();
  return postgres;
}

/**
 * Takes `directory` and a port for PostgreSQL, which `start` initialises the first time. It handles what a killed predecessor
 * left: a stale `postmaster.pid`, or a server that still runs there. The server has its own session, so Ctrl-C reaches this
 * process only, and the server runs until this process stops it.
 *
 * @throws DirectoryInUse when another running process uses the directory
 */
export async function prepareEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<PreparedPostgres> {
  const { directory } = options;
  await mkdir(directory, { recursive: true });
  const unlock = lockDirectory(directory);
  const password = await passwordIn(directory);
  const port = options.port ?? (await freePort());
  const server = new PostgresServer(join(directory, 'postgres'), {
    user: USER,
    password,
    port,
    settings: options.volatile ? VOLATILE : [],
  });
  const endOnExit = (): void => {
    server.interrupt();
    unlock();
  };
  process.once('exit', endOnExit);
  const urlOf = (user: string, name: string): string => `postgres://${user}:${password}@127.0.0.1:${port}/${name}`;
  const url = (name: string): string => urlOf(USER, name);
  return {
    url,
    serviceUrl: (name) => urlOf(SERVICE, name),
    start: () => server.start(),
    database: async (name) => {
      await createDatabase(url('postgres'), name);
      return url(name);
    },
    stop: async () => {
      await server.stop();
      process.removeListener('exit', endOnExit);
      unlock();
    },
  };
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
