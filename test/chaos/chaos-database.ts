import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '#database';
import { SmallDisk } from '../harness/small-disk.js';
import { eventually } from '../harness/index.js';

/** A durable PostgreSQL that can crash, restart and run out of disk space on command. */
export class ChaosDatabase {
  private constructor(
    private readonly directory: string,
    private postgres: EmbeddedPostgres,
    readonly disk: SmallDisk,
  ) {}

  static async start(diskMb: number): Promise<ChaosDatabase> {
    const directory = await mkdtemp(join(tmpdir(), 'engage-handover-chaos-'));
    await chmod(directory, 0o755); // under root, PostgreSQL runs as another user, who needs access
    const postgres = await startEmbeddedPostgres({ directory });
    const disk = await SmallDisk.prepare(directory, await postgres.database('postgres'), 'chaos', diskMb);
    return new ChaosDatabase(directory, postgres, disk);
  }

  get url(): string {
    return this.disk.url;
  }

  /**
   * Kills one of its processes: the server ends all others at once, and replays its log before it accepts connections
   * again.
   */
  async crash(): Promise<void> {
    const client = new pg.Client({ connectionString: this.url });
    client.on('error', () => undefined); // it is also closed
    try {
      await client.connect();
      const { rows } = await client.query<{ pid: number }>(
        "SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid() LIMIT 1",
      );
      if (rows[0]) process.kill(rows[0].pid, 'SIGKILL');
    } catch {
      // it is still recovering from the last crash
    } finally {
      await client.end().catch(() => undefined); // cut off
    }
  }

  /** Like `pg_ctl restart -m immediate`. @param downMs how long the server is down */
  async restart(downMs: number): Promise<void> {
    process.kill(await this.pid(), 'SIGQUIT');
    await eventually(() =>
      this.pid().then(
        () => Promise.reject(new Error('The server still runs.')),
        () => undefined,
      ),
    );
    await this.postgres.stop(); // releases the directory
    await new Promise((done) => setTimeout(done, downMs));
    this.postgres = await startEmbeddedPostgres({ directory: this.directory, port: Number(new URL(this.url).port) });
  }

  async stop(): Promise<void> {
    await this.postgres.stop();
    await this.disk.remove();
    await rm(this.directory, { recursive: true, force: true });
  }

  /** @throws Error when no server is running */
  private async pid(): Promise<number> {
    const file = await readFile(join(this.directory, 'postgres', 'postmaster.pid'), 'utf8');
    return Number(file.split('\n', 1)[0]);
  }
}
