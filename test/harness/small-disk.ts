import { execFile } from 'node:child_process';
import { chown, mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';

const execute = promisify(execFile);
const SIZE = '48m';

/**
 * A database whose disk can be full: on a file system of its own where this account may mount one, else one that says so at
 * every insert.
 */
export class SmallDisk {
  private constructor(
    /** Of the database. */
    readonly url: string,
    private readonly mountPoint: string | undefined,
  ) {}

  /** @param server URL of the server's database `postgres` */
  static async prepare(directory: string, server: string, database: string): Promise<SmallDisk> {
    const mountPoint = await mount(directory);
    const url = new URL(server);
    url.pathname = `/${database}`;
    const disk = new SmallDisk(url.href, mountPoint);
    if (mountPoint) await disk.run(`CREATE TABLESPACE small LOCATION '${mountPoint}'`, server);
    await disk.run(`CREATE DATABASE ${database} ${mountPoint ? 'TABLESPACE small' : ''}`, server);
    return disk;
  }

  get isReal(): boolean {
    return this.mountPoint !== undefined;
  }

  /** Returns once nothing can be stored any more. */
  async fill(): Promise<void> {
    if (!this.isReal) return this.run(SAY_FULL).catch(() => undefined);
    for (const rows of [2_000, 100, 1]) await this.takeSpace(rows);
  }

  async empty(): Promise<void> {
    const statement = this.isReal ? 'DROP TABLE IF EXISTS filler' : 'DROP FUNCTION IF EXISTS say_full CASCADE';
    for (let tries = 0; tries < 200; tries++) {
      const isDone = await this.run(statement).then(
        () => true,
        () => false, // the server restarts
      );
      if (isDone) return;
      await new Promise((done) => setTimeout(done, 100));
    }
    throw new Error('The disk could not be emptied.');
  }

  async remove(): Promise<void> {
    if (this.mountPoint) await execute('umount', [this.mountPoint]);
  }

  private async takeSpace(rows: number): Promise<void> {
    await this.run('CREATE TABLE IF NOT EXISTS filler (text text)').catch(() => undefined); // full already
    for (let tries = 0; tries < 200; tries++) {
      const insert = `INSERT INTO filler SELECT repeat('x', 1900) FROM generate_series(1, ${rows})`;
      const failed = await this.run(insert).then(
        () => false,
        () => true,
      );
      if (failed) return;
    }
  }

  private async run(sql: string, url = this.url): Promise<void> {
    const client = new pg.Client({ connectionString: url });
    client.on('error', () => undefined); // the failed statement says it
    await client.connect();
    try {
      await client.query(sql);
    } finally {
      await client.end();
    }
  }
}

const SAY_FULL = `
  CREATE FUNCTION say_full() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = '53100'; END $$;
  CREATE TRIGGER say_full BEFORE INSERT ON messages EXECUTE FUNCTION say_full();
  CREATE TRIGGER say_full BEFORE INSERT ON events EXECUTE FUNCTION say_full()`;

/** @returns where the small file system is, if this account may mount one */
async function mount(directory: string): Promise<string | undefined> {
  const mountPoint = join(directory, 'small');
  try {
    await mkdir(mountPoint);
    await execute('mount', ['-t', 'tmpfs', '-o', `size=${SIZE}`, 'none', mountPoint]);
    const owner = await stat(join(directory, 'postgres'));
    await chown(mountPoint, owner.uid, owner.gid);
    return mountPoint;
  } catch (error) {
    process.stdout.write(`The disk is only said to be full, because none can be mounted: ${String(error)}\n`);
    return undefined;
  }
}
