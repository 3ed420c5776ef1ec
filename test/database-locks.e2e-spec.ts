import { tmpdir } from 'node:os';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { QueryRunner } from 'typeorm';
import {
  type ConnectorProcess,
  environmentFor,
  eventually,
  launchProcess,
  startWorld,
  Story,
  type World,
} from './harness/index.js';

const CALLERS = 20;
/** For a lock, inside a transaction: frozen soon enough, as the wait ends in an error after two seconds. */
const HAS_BEGUN_TO_WAIT = `wait_event_type = 'Lock' AND xact_start < query_start AND query_start > clock_timestamp() - interval '300 milliseconds'`;
/** A conversation whose worker hangs continues within this time, in milliseconds. */
const MOVING_AGAIN_MS = 5_000;

/** Locks the row of a conversation in a transaction that does not end. */
async function freeze(world: World, sessionId: string): Promise<QueryRunner> {
  const runner = world.database.dataSource.createQueryRunner();
  await runner.query('BEGIN');
  await runner.query('SELECT 1 FROM conversations WHERE session_id = $1 FOR UPDATE', [sessionId]);
  return runner;
}

async function thaw(runner: QueryRunner): Promise<void> {
  await runner.query('ROLLBACK');
  await runner.release();
}

describe('a frozen transaction on one conversation', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld({ tenants: 2, environment: { LOG_LEVEL: 'fatal' } });
  });
  afterAll(() => world.stop());

  it('blocks neither other tenants nor readiness, however many callers wait for it', async () => {
    const story = new Story(world, 'frozen');
    const [, globex] = world.tenants;
    const other = new Story(world, 'elsewhere', globex);
    await Promise.all([story.says('user', 'hello'), other.says('user', 'hello')]);
    const frozen = await freeze(world, story.sessionId);
    try {
      const message = (n: number) => ({
        sessionId: story.sessionId,
        userId: 'u',
        messageId: `f-${n}`,
        author: 'user',
        text: 'x',
      });
      const startedAt = performance.now();
      const calls = Array.from({ length: CALLERS }, (_, n) => world.acme.v1.post('/v1/messages', message(n)));
      let isOver = false;
      const answers = Promise.all(calls).finally(() => (isOver = true));
      while (!isOver) {
        const since = performance.now();
        await other.says('user', `still served at ${since}`);
        const ready = await fetch(`${world.connectors[0]?.url}/health/ready`);
        expect(ready.status).toBe(200);
        expect(performance.now() - since).toBeLessThan(1_500);
      }
      for (const { status, headers, body } of await answers) {
        expect([status, body['code']]).toEqual([503, 'database.busy']);
        expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
      }
      expect(performance.now() - startedAt).toBeLessThan(10_000);
    } finally {
      await thaw(frozen);
    }
    await story.says('user', 'after');
    await story.showsInEngage('hello', 'after');
  });
});

describe('a worker that is frozen inside a transaction', () => {
  let world: World;
  const workers: ConnectorProcess[] = [];
  beforeAll(async () => {
    world = await startWorld({ asProcesses: true, environment: { ROLE: 'api', LOG_LEVEL: 'fatal' } });
  });
  afterAll(async () => {
    await Promise.all(workers.map((worker) => worker.kill()));
    await world.stop();
  });

  async function startWorker(): Promise<ConnectorProcess> {
    const worker = launchProcess({ ...(await environmentFor(world.database.url, tmpdir())), ROLE: 'worker' });
    workers.push(worker);
    await eventually(async () => expect((await fetch(`${worker.url}/health/ready`)).ok).toBe(true));
    return worker;
  }

  async function sessions(condition: string): Promise<number> {
    const rows = await world.database.dataSource.query<unknown[]>(
      `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'engage-handover'
       AND pid <> pg_backend_pid() AND ${condition}`,
    );
    return rows.length;
  }

  it('blocks its conversations for at most five seconds', async () => {
    const second = await startWorker();
    second.signal('SIGSTOP'); // so that the first worker takes the lane
    const story = new Story(world, 'stopped');
    const { sessionId } = story;
    await story.says('user', 'hello');
    await story.handOver();
    const lock = await freeze(world, sessionId);
    const first = await startWorker();
    await eventually(async () => {
      expect(await sessions(HAS_BEGUN_TO_WAIT)).toBe(1);
      first.signal('SIGSTOP');
      const left = await sessions(HAS_BEGUN_TO_WAIT);
      if (left === 0) first.signal('SIGCONT'); // too late: it waits again
      expect(left).toBe(1);
    });
    await thaw(lock);
    await eventually(async () => expect(await sessions("state = 'idle in transaction'")).toBe(1));
    const startedAt = performance.now();
    second.signal('SIGCONT');
    await eventually(async () => {
      const message = { sessionId, userId: story.userId, messageId: 'next', author: 'user', text: 'next' };
      expect((await world.acme.v1.post('/v1/messages', message)).status).toBe(202);
    });
    await story.hears('queue/accepted');
    await eventually(async () => expect(await story.inEngage()).toContain('next'));
    expect(performance.now() - startedAt).toBeLessThan(MOVING_AGAIN_MS);
    first.signal('SIGCONT');
    await story.agentAnswers('mara', 'Mara here');
    await story.hears('queue/accepted', 'active/agentJoined', 'agent: Mara here');
  });
});
