import { createHash, randomBytes } from 'node:crypto';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '#database';
import { Child, ConnectorProcess } from './child.ts';
import { createTenant, type BenchTenant, ADMIN_KEY } from './tenant.ts';

const SECRETS_KEYS = `bench:${createHash('sha256').update('bench').digest('base64')}`;
type Role = 'all' | 'api' | 'worker';

/** Shared by all measurements: one PostgreSQL with fsync, and everything that they start on it. */
export class BenchWorld {
  private readonly cleanUp: (() => Promise<unknown> | void)[] = [];
  private readonly directory: string;
  private postgres!: Awaited<ReturnType<typeof startEmbeddedPostgres>>;

  private constructor(directory: string) {
    this.directory = directory;
  }

  static async start(): Promise<BenchWorld> {
    const directory = await mkdtemp(join(tmpdir(), 'engage-handover-bench-'));
    await chmod(directory, 0o755); // under root, PostgreSQL runs as another user, who needs access
    const world = new BenchWorld(directory);
    world.postgres = await startEmbeddedPostgres({ directory });
    return world;
  }

  database(name: string): Promise<string> {
    return this.postgres.database(name);
  }

  /** A connector on this database, which it migrates. */
  async connector(
    databaseUrl: string,
    role: Role,
    settings: Readonly<Record<string, string>> = {},
  ): Promise<ConnectorProcess> {
    const port = String(await freePort());
    const connector = await ConnectorProcess.start({
      ROLE: role,
      PORT: port,
      PUBLIC_URL: `http://127.0.0.1:${port}`,
      DATABASE_URL: databaseUrl,
      DATA_DIR: this.directory,
      ADMIN_API_KEY: ADMIN_KEY,
      SECRETS_KEYS,
      LOG_LEVEL: 'info',
      LOG_FORMAT: 'json',
      MAX_BOT_CALLS_PER_SECOND: '100000', // the machine is the limit
      ...settings,
    });
    this.cleanUp.push(() => connector.stop());
    return connector;
  }

  async child(name: string, ...args: string[]): Promise<Child> {
    const child = await Child.start(name, ...args);
    this.cleanUp.push(() => child.stop());
    return child;
  }

  /** A tenant whose Engage and bot are both at `farSideUrl`. */
  tenant(connectorUrl: string, farSideUrl: string): Promise<BenchTenant> {
    return createTenant(connectorUrl, farSideUrl, `bench-${randomBytes(4).toString('hex')}`);
  }

  /** Ends everything that was started since the last call, so that measurements do not disturb each other. */
  async clear(): Promise<void> {
    for (const step of this.cleanUp.splice(0).reverse()) await step();
  }

  async stop(): Promise<void> {
    await this.clear();
    await this.postgres.stop();
    await rm(this.directory, { recursive: true, force: true });
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => resolve(port));
    });
  });
}
