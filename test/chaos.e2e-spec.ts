import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '#database';
import {
  ApiClient,
  control,
  eventually,
  type RunningConnector,
  startWorld,
  Story,
  type World,
} from './harness/index.js';

/** A killed worker's conversations continue within this time, in milliseconds. */
const MOVING_AGAIN_MS = 5_000;
const CONVERSATIONS = 10;

/** Conversations in which customers write without a pause, and what agents must see. */
class Crowd {
  private readonly toEngage = new Map<Story, string[]>();

  constructor(world: World, name: string, size = CONVERSATIONS) {
    for (let n = 0; n < size; n++) {
      const story = new Story(world, `${name}-${n}`);
      this.toEngage.set(story, []);
    }
  }

  /** Every customer sends a message. */
  async customersSay(text: string): Promise<void> {
    await Promise.all(
      [...this.toEngage].map(async ([story, said]) => {
        said.push(text);
        await story.says('user', text);
      }),
    );
  }

  /** Checks that nothing was lost, repeated or reordered. */
  async isServed(timeoutMs = 20_000): Promise<void> {
    await eventually(async () => {
      for (const [story, said] of this.toEngage) {
        const { state } = story.tenant.engage;
        const imported = state.contentsOf(await story.threadId()).filter(({ creator_id }) => creator_id === null);
        expect(imported.map(({ body }) => body)).toEqual(said);
      }
    }, timeoutMs);
    for (const story of this.toEngage.keys()) {
      const sequences = story.events().map(({ sequence }) => sequence);
      expect(sequences).toEqual(sequences.toSorted((left, right) => left - right));
    }
  }
}

describe('workers that are killed', () => {
  let world: World;
  let workers: RunningConnector[];
  beforeAll(async () => {
    world = await startWorld({ asProcesses: true, environment: { ROLE: 'api' } });
    workers = [await aWorker(), await aWorker()];
    await new Story(world, 'first').handOver(); // creates the identity that agents write as
  });
  afterAll(() => world.stop());
  beforeEach(() => control(world.acme, 'DELETE', '/faults'));

  const aWorker = (): Promise<RunningConnector> => world.addConnector({ ROLE: 'worker' });

  async function kill(index: number): Promise<void> {
    await workers.splice(index, 1)[0]?.kill();
  }

  it('leave their call to another worker when they are killed between claim and completion', async () => {
    while (workers.length > 1) await kill(0);
    const story = new Story(world, 'claimed');
    await story.says('user', 'before');
    await story.showsInEngage('before');
    await control(world.acme, 'POST', '/faults', { on: 'send', network: 'hang' });
    await story.says('user', 'held');
    await story.says('user', 'behind');
    await eventually(() => expect(world.acme.engage.faults.list()).toEqual([]));
    workers.push(await aWorker());
    await kill(0);
    const started = performance.now();
    await story.showsInEngage('before', 'held', 'behind');
    expect(performance.now() - started).toBeLessThan(MOVING_AGAIN_MS);
  });

  it('are killed in the middle of a start, and the handover still starts exactly once', async () => {
    const story = new Story(world, 'starting');
    await story.says('user', 'Hello');
    await control(world.acme, 'POST', '/faults', { on: 'rest', match: 'update_categories', delayMs: 2_000 });
    await story.handOver({ categoryIds: [world.acme.engage.seed.billingCategoryId] });
    await eventually(() => expect(world.acme.engage.faults.list()).toEqual([]));
    workers.push(await aWorker());
    await kill(0);
    await story.hears('queue/accepted');
    await story.agentAnswers('jonas', 'Jonas here');
    await story.agent('jonas', 'complete');
    await story.hears('queue/accepted', 'active/agentJoined', 'agent: Jonas here', 'completed/completed');
    const { botCategoryId } = world.acme.engage.seed;
    await eventually(async () => expect(await story.categories()).toEqual([botCategoryId]));
  });

  it('finish their claimed deliveries when they are asked to stop', async () => {
    const crowd = new Crowd(world, 'stopped');
    await crowd.customersSay('hello');
    await crowd.isServed();
    await control(world.acme, 'POST', '/faults', { on: 'send', delayMs: 100, count: 0 });
    for (let n = 0; n < 4; n++) await crowd.customersSay(`customer ${n}`);
    await workers.splice(0, 1)[0]?.stop();
    for (let n = 4; n < 6; n++) await crowd.customersSay(`customer ${n}`);
    workers.push(await aWorker());
    await crowd.isServed();
  });
});

describe('two replicas', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld({ asProcesses: true, replicas: 2 });
  });
  afterAll(() => world.stop());
  beforeEach(() => control(world.acme, 'DELETE', '/faults'));

  it('wait together while Engage is not available, and lose nothing', async () => {
    const crowd = new Crowd(world, 'outage');
    await crowd.customersSay('hello');
    await crowd.isServed();
    const { ledger } = world.acme.engage;
    const before = ledger.find().at(-1)?.seq ?? 0;
    for (const on of ['send', 'rest']) await control(world.acme, 'POST', '/faults', { on, status: 503, count: 0 });
    const until = performance.now() + 6_000;
    for (let n = 0; performance.now() < until; n++) {
      await crowd.customersSay(`during ${n}`);
      await pause(1_000); // the outage itself takes time
    }
    const calls = ledger.find({ kind: 'send', after: before, status: 503 }).length;
    expect(calls).toBeGreaterThan(0);
    expect(calls).toBeLessThan(CONVERSATIONS * 4); // circuits limit the calls
    await control(world.acme, 'DELETE', '/faults');
    await crowd.customersSay('after');
    await crowd.isServed();
  });

  it('lose nothing that was accepted when one is asked to stop during calls', async () => {
    const leaving = world.connectors[1];
    const story = new Story(world, 'leaving');
    const { sessionId } = story;
    const client = new ApiClient(() => leaving?.url ?? '', world.acme.v1.key);
    const accepted: string[] = [];
    const statuses = new Set<number | undefined>();
    let stopped: Promise<unknown> | undefined;
    for (let n = 0; !statuses.has(undefined); n++) {
      const message = { sessionId, userId: 'u', messageId: `m-${n}`, author: 'user', text: `message ${n}` };
      const answer = await client.post('/v1/messages', message).catch(() => undefined); // not listening any more
      statuses.add(answer?.status);
      const repeated = answer ?? (await world.acme.v1.post('/v1/messages', message)); // perhaps only its answer was lost
      if (repeated.status === 202) accepted.push(message.text);
      if (n === 20) stopped = leaving?.stop();
    }
    await stopped;
    expect(statuses).toEqual(new Set([202, undefined]));
    await story.showsInEngage(...accepted);
  });
});

describe('a database that is restarted', () => {
  let directory: string;
  let postgres: EmbeddedPostgres;
  let port: number;
  let world: World;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'engage-handover-chaos-'));
    await chmod(directory, 0o755); // under root, PostgreSQL runs as another user, who needs access
    postgres = await startEmbeddedPostgres({ directory, volatile: true });
    const url = await postgres.database('chaos');
    port = Number(new URL(url).port);
    world = await startWorld({ asProcesses: true, environment: { DATABASE_URL: url, LOG_LEVEL: 'fatal' } });
  });
  afterAll(async () => {
    await world.stop();
    await postgres.stop();
    await rm(directory, { recursive: true, force: true });
  });

  it('is waited for: calls are refused with 503 in the meantime, and accepted messages are delivered in order', async () => {
    const story = new Story(world, 'restarted');
    await story.says('user', 'hello');
    await story.isHandedOver();
    const accepted = ['hello'];
    const say = async (text: string): Promise<number> => {
      const { sessionId, userId } = story;
      const message = { sessionId, userId, messageId: text, author: 'user', text };
      const { status } = await world.acme.v1.post('/v1/messages', message);
      if (status === 202) accepted.push(text);
      return status;
    };
    for (let n = 0; n < 20; n++) await say(`before ${n}`);
    const stopped = postgres.stop();
    const meanwhile: number[] = [];
    await eventually(async () => {
      meanwhile.push(await say(`during ${meanwhile.length}`));
      expect(meanwhile.at(-1)).toBe(503);
    });
    await stopped;
    expect(new Set(meanwhile)).toEqual(new Set(meanwhile.includes(202) ? [202, 503] : [503]));
    const url = world.connectors[0]?.url ?? '';
    expect((await fetch(`${url}/health/ready`)).status).toBe(503);
    expect((await fetch(`${url}/health/live`)).status).toBe(200);
    await story.agent('mara', 'take').catch(() => undefined);
    postgres = await startEmbeddedPostgres({ directory, volatile: true, port });
    await eventually(async () => expect((await fetch(`${url}/health/ready`)).status).toBe(200));
    for (let n = 0; n < 5; n++) expect(await say(`after ${n}`)).toBe(202);
    await story.showsInEngage(...accepted);
    await story.agent('mara', 'take').catch(() => undefined);
    await story.agent('mara', 'reply', { body: 'Mara here' });
    await eventually(() => expect(story.heard()).toContain('agent: Mara here'));
  });
});
