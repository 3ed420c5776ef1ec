import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startEmbeddedPostgres } from './embedded-postgres.js';

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'embedded-postgres-')); // only its owner may enter, as in /root
});
afterAll(() => rm(directory, { recursive: true }));

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query(sql).finally(() => client.end());
  return rows as unknown[];
}

it('keeps its data after a restart', async () => {
  const first = await startEmbeddedPostgres({ directory, volatile: true });
  await query(await first.database('kept'), "CREATE TABLE kept AS SELECT 'Ünïcode' AS text");
  await first.stop();
  await first.stop();
  const second = await startEmbeddedPostgres({ directory, volatile: true });
  expect(await query(await second.database('kept'), 'SELECT upper(text) AS text FROM kept')).toEqual([
    { text: 'ÜNÏCODE' },
  ]);
  await second.stop();
  expect(existsSync(join(directory, 'postgres', 'postmaster.pid'))).toBe(false);
});

it('replaces a server that a killed predecessor left running', async () => {
  await startEmbeddedPostgres({ directory, volatile: true });
  const next = await startEmbeddedPostgres({ directory, volatile: true });
  expect(await query(await next.database('kept'), 'SELECT count(*)::int AS rows FROM kept')).toEqual([{ rows: 1 }]);
  await next.stop();
});

it('starts despite a stale pid file whose number now belongs to another process', async () => {
  const other = spawn('sleep', ['60']);
  await writeFile(join(directory, 'postgres', 'postmaster.pid'), `${other.pid}\n`);
  const server = await startEmbeddedPostgres({ directory, volatile: true });
  expect(other.exitCode).toBeNull();
  other.kill();
  await once(other, 'exit');
  await server.stop();
});

it('reports the log of PostgreSQL if it does not start', async () => {
  const settings = join(directory, 'postgres', 'postgresql.conf');
  const text = await readFile(settings, 'utf8');
  await writeFile(settings, `${text}\nno_such_setting = 1\n`);
  await expect(startEmbeddedPostgres({ directory, volatile: true })).rejects.toThrow('no_such_setting');
  await writeFile(settings, text);
});
