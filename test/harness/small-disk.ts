import { execFile } from 'node:child_process';
import { chown, mkdir, rm, stat, statfs, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';

const execute = promisify(execFile);
const SIZE_MB = 48;

/**
 * A database whose disk can be full: on its own file system if this account may mount one; else every insert fails with
 * the same error.
 */
export class SmallDisk {
  private constructor(
    /** URL of the database. */
    readonly url: string,
    private readonly mountPoint: string | undefined,
  ) {}

  /** @param server URL of the server's database `postgres` */
  static async prepare(directory: string, server: string, database: string, sizeMb = SIZE_MB): Promise<SmallDisk> {
    const mountPoint = await mount(directory, sizeMb);
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

  /** From now on tables cannot grow. */
  async fill(): Promise<void> {
    if (this.mountPoint === undefined) return this.run(SAY_FULL).catch(() => undefined);
    const { bavail, bsize } = await statfs(this.mountPoint);
    await writeFile(fillerIn(this.mountPoint), Buffer.alloc(bavail * bsize)).catch(() => undefined); // already full
  }

  async empty(): Promise<void> {
    if (this.mountPoint !== undefined) return rm(fillerIn(this.mountPoint), { force: true });
    for (let tries = 0; tries < 200; tries++) {
      const isDone = await this.run('DROP FUNCTION IF EXISTS say_full CASCADE').then(
        () => true,
        () => false, // the server is restarting
      );
      if (isDone) return;
      await new Promise((done) => setTimeout(done, 100));
    }
    throw new Error('The disk could not be emptied.');
  }

  async remove(): Promise<void> {
    if (this.mountPoint) await execute('umount', [this.mountPoint]);
  }

  private async run(sql: string, url = this.url): Promise<void> {
    const client = new pg.Client({ connectionString: url });
    client.on('error', () => undefined); // the failed statement reports it
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

const fillerIn = (mountPoint: string): string => join(mountPoint, 'filler');

/** @returns the path of the small file system, if this account may mount one */
async function mount(directory: string, sizeMb: number): Promise<string | undefined> {
  const mountPoint = join(directory, 'small');
  try {
    await mkdir(mountPoint);
    await execute('mount', ['-t', 'tmpfs', '-o', `size=${sizeMb}m`, 'none', mountPoint]);
    const owner = await stat(join(directory, 'postgres'));
    await chown(mountPoint, owner.uid, owner.gid);
    return mountPoint;
  } catch (error) {
    process.stdout.write(`The disk is only said to be full, because none can be mounted: ${String(error)}\n`);
    return undefined;
  }
}
