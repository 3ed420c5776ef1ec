import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '#database';
import { migrateUp } from '../apps/connector/src/database-for.js';
import { freePorts } from './free-ports.js';
import {
  ApiClient,
  type ConnectorProcess,
  environmentFor,
  eventually,
  launchProcess,
  START_MS,
} from './harness/index.js';

describe('a connector that starts before its database', () => {
  let directory: string;
  let port: number;
  let postgres: EmbeddedPostgres | undefined;
  let connector: ConnectorProcess | undefined;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'engage-handover-start-'));
    await chmod(directory, 0o755); // under root, PostgreSQL runs as another user, who needs access
    port = (await freePorts(1))[0] ?? 0;
  });
  afterEach(async () => {
    await connector?.kill();
    await postgres?.stop();
    postgres = undefined;
  });
  afterAll(() => rm(directory, { recursive: true, force: true }));

  const startDatabase = async (name: string): Promise<string> => {
    postgres ??= await startEmbeddedPostgres({ directory, volatile: true, port });
    return postgres.database(name);
  };

  /** The address of a database that does not run yet. */
  async function addressOf(name: string): Promise<string> {
    const url = await startDatabase(name); // its first start creates the password
    await postgres?.stop();
    postgres = undefined;
    return url;
  }

  async function launch(url: string, more: Record<string, string> = {}): Promise<ConnectorProcess> {
    connector = launchProcess({ ...(await environmentFor(url, directory)), LOG_LEVEL: 'warn', ...more });
    return connector;
  }

  const status = (path: string): Promise<number> => fetch(`${connector?.url}${path}`).then((answer) => answer.status);
  const isLive = (): Promise<void> => eventually(async () => expect(await status('/health/live')).toBe(200), START_MS);
  const isReady = (): Promise<void> => eventually(async () => expect(await status('/health/ready')).toBe(200));

  async function expectAway(): Promise<void> {
    const admin = new ApiClient(() => connector?.url ?? '', 'admin-key-of-the-tests');
    for (const path of ['/health/ready', '/admin/tenants', '/handover/rce?hub.mode=subscribe']) {
      const answer = await admin.get(path);
      expect([path, answer.status]).toEqual([path, 503]);
      expect(answer.headers.get('content-type')).toContain('application/problem+json');
      expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    }
    const { status, headers } = await new ApiClient(() => connector?.url ?? '', 'ehb_key').get('/v1/availability');
    expect([status, headers.has('retry-after')]).toEqual([503, true]);
  }

  it('listens, reports that it is not ready, and keeps trying', async () => {
    const url = await addressOf('late');
    await launch(url);
    await isLive();
    await expectAway();
    await pause(1_500); // longer than one attempt
    await expectAway();
    await startDatabase('late');
    await isReady();
    expect(
      (await new ApiClient(() => connector?.url ?? '', 'admin-key-of-the-tests').get('/admin/tenants')).status,
    ).toBe(200);
    expect(await connector?.stop()).toBe(0);
  });

  it('also waits for the migrations in production, and works once they have run', async () => {
    const url = await addressOf('production');
    const key = 'an-admin-key-that-is-long-enough';
    await launch(url, { NODE_ENV: 'production', HOST: '127.0.0.1', ADMIN_API_KEY: key });
    await isLive();
    await startDatabase('production');
    const ready = new ApiClient(() => connector?.url ?? '', key);
    await eventually(async () =>
      expect((await ready.get('/health/ready')).body['detail']).toMatch(/^Migrations are missing: /),
    );
    expect((await ready.get('/admin/tenants')).status).toBe(503);
    await migrateUp({ url, ownerUrl: url });
    await isReady();
    expect((await ready.get('/admin/tenants')).status).toBe(200);
  });

  it('stops when it is asked to while it waits', async () => {
    await launch(await addressOf('late'));
    await isLive();
    expect(await connector?.stop()).toBe(0);
  });

  it('reports at once what is wrong with its configuration', async () => {
    await launch('mysql://localhost/x');
    await eventually(() => expect(connector?.hasEnded()).toBe(true), START_MS);
    expect(await connector?.stop()).toBe(78);
    expect(connector?.output()).toContain('DATABASE_URL');
  });

  it('survives closed connections and a restart of the database while it starts', async () => {
    const url = await startDatabase('shaken');
    await launch(url);
    const isOver = AbortSignal.timeout(4_000);
    while (!isOver.aborted) {
      await closeConnections(url, 'shaken');
      await pause(20);
    }
    await postgres?.stop();
    postgres = undefined;
    await startDatabase('shaken');
    await isReady();
    expect(connector?.hasEnded()).toBe(false);
  });
});

async function closeConnections(url: string, database: string): Promise<void> {
  const server = new URL(url);
  server.pathname = '/postgres';
  const client = new pg.Client({ connectionString: server.href });
  await client.connect();
  await client
    .query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1', [database])
    .finally(() => client.end());
}
