import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '#database';
import { SmallDisk } from './harness/small-disk.js';
import {
  type ConnectorProcess,
  environmentFor,
  eventually,
  launchProcess,
  pick,
  randomFrom,
  seed,
  startWorld,
  Story,
  type World,
} from './harness/index.js';

/** How long the storm lasts; sixty seconds are promised: `DATABASE_STORM_SECONDS=60 npx vitest run test/database-storm`. */
const SECONDS = Number(process.env['DATABASE_STORM_SECONDS'] ?? 15);
const DATABASE = 'storm';
const CONVERSATIONS = 6;

describe(`a database in a storm for ${SECONDS} s, seed ${seed}`, () => {
  const random = randomFrom(seed);
  let directory: string;
  let disk: SmallDisk;
  let postgres: EmbeddedPostgres;
  let url: string;
  let port: number;
  let world: World;
  const processes: ConnectorProcess[] = [];

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'engage-handover-storm-'));
    await chmod(directory, 0o755); // under root, PostgreSQL runs as another user, who needs access
    postgres = await startEmbeddedPostgres({ directory, volatile: true });
    const server = await postgres.database('postgres');
    port = Number(new URL(server).port);
    disk = await SmallDisk.prepare(directory, server, DATABASE);
    url = disk.url;
    world = await startWorld({ asProcesses: true, environment: { DATABASE_URL: url, ROLE: 'api', LOG_LEVEL: 'warn' } });
    for (let n = 0; n < 2; n++)
      processes.push(launchProcess({ ...(await environmentFor(url, directory)), ROLE: 'worker', LOG_LEVEL: 'warn' }));
  });
  afterAll(async () => {
    await Promise.all(processes.map((one) => one.kill()));
    await world?.stop();
    await postgres.stop();
    await disk.remove();
    await rm(directory, { recursive: true, force: true });
  });

  async function ask(sql: string, database = 'postgres'): Promise<void> {
    const address = new URL(url);
    address.pathname = `/${database}`;
    const client = new pg.Client({ connectionString: address.href });
    client.on('error', () => undefined); // our own connection may also be closed
    try {
      await client.connect();
      await client.query(sql);
    } catch {
      // the database is not available: the next failure comes soon
    } finally {
      await client.end().catch(() => undefined);
    }
  }

  const terminate = (): Promise<void> =>
    ask(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${DATABASE}' AND random() < 0.7`);

  async function restart(): Promise<void> {
    await postgres.stop();
    await pause(random() * 500);
    postgres = await startEmbeddedPostgres({ directory, volatile: true, port });
  }

  async function fillDisk(): Promise<void> {
    await disk.fill();
    await pause(700);
    await disk.empty();
  }

  it(
    'ends no process, loses no accepted message, and keeps the order',
    async () => {
      const stories = Array.from({ length: CONVERSATIONS }, (_, n) => new Story(world, `storm-${n}`));
      for (const story of stories) await story.says('user', 'hello');
      for (const story of stories) await story.showsInEngage('hello');
      const accepted = new Map(stories.map((story) => [story, ['hello']]));
      const statuses = new Set<number>();
      const isOver = AbortSignal.timeout(SECONDS * 1_000);
      const talk = stories.map(async (story) => {
        for (let n = 0; !isOver.aborted; n++) {
          const text = `message ${n}`;
          const { sessionId, userId } = story;
          const message = { sessionId, userId, messageId: text, author: 'user', text };
          let status = 0;
          while (status !== 202) {
            status = (await world.acme.v1.post('/v1/messages', message)).status;
            statuses.add(status);
            if (status !== 202) await pause(50);
          }
          accepted.get(story)?.push(text);
          await pause(50 * random());
        }
      });
      while (!isOver.aborted) {
        await pick([terminate, terminate, terminate, terminate, terminate, restart, fillDisk], random)();
        await pause(200 * random());
      }
      await Promise.all(talk);
      for (const [story, texts] of accepted) await story.showsInEngage(...texts);
      expect(processes.map((one) => one.hasEnded() && one.output())).toEqual([false, false]);
      expect((await fetch(`${world.connectors[0]?.url}/health/live`)).status).toBe(200);
      expect([...statuses].filter((status) => status !== 202 && status !== 503)).toEqual([]);
    },
    180_000 + SECONDS * 4_000,
  );

  it('is not ready while its disk is full, and answers 503', async () => {
    const story = new Story(world, 'full');
    await story.says('user', 'before');
    const ready = (): Promise<Response> => fetch(`${world.connectors[0]?.url}/health/ready`);
    await disk.fill();
    try {
      await eventually(async () => {
        const { sessionId, userId } = story;
        const big = 'x'.repeat(8_000);
        const message = { sessionId, userId, messageId: `full-${random()}`, author: 'user', text: big };
        const answer = await world.acme.v1.post('/v1/messages', message);
        expect([answer.status, answer.body['code']]).toEqual([503, 'database.away']);
      });
      const answer = await ready();
      expect(answer.status).toBe(503);
      expect(await answer.json()).toMatchObject({ detail: expect.stringContaining('disk is full') as string });
      if (disk.isReal) {
        await pause(5_500); // longer than a failure is remembered
        expect((await ready()).status).toBe(503);
      }
    } finally {
      await disk.empty();
    }
    await eventually(async () => expect((await ready()).status).toBe(200));
    await story.says('user', 'after');
  });
});
