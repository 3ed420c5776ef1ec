import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  ApiClient,
  type ConnectorProcess,
  DatabaseProxy,
  environmentFor,
  eventually,
  launchProcess,
  startWorld,
  Story,
  type World,
} from './harness/index.js';

/** What is promised of a stop, in milliseconds. */
const STOP_MS = 10_000;

describe('a process that is asked to stop', () => {
  let world: World;
  let proxy: DatabaseProxy;
  let process: ConnectorProcess;
  beforeAll(async () => {
    world = await startWorld();
  });
  afterAll(() => world.stop());
  beforeEach(async () => {
    proxy = await DatabaseProxy.start(world.database.url);
  });
  afterEach(async () => {
    await process.kill();
    await proxy.stop();
  });

  async function start(role: string): Promise<void> {
    process = launchProcess({ ...(await environmentFor(proxy.url, '/tmp')), ROLE: role });
    await eventually(async () => expect((await fetch(`${process.url}/health/ready`)).ok).toBe(true));
  }

  async function expectToStop(): Promise<void> {
    const startedAt = performance.now();
    expect(await process.stop()).toBe(0);
    expect(performance.now() - startedAt).toBeLessThan(STOP_MS);
  }

  const client = (): ApiClient => new ApiClient(() => process.url, world.acme.v1.key);
  const message = (id: string) => ({ sessionId: id, userId: 'u', messageId: id, author: 'user', text: id });

  it.each(['worker', 'api', 'all'])(
    'ends with 0 within ten seconds when its database is a black hole, as %s',
    async (role) => {
      await start(role);
      proxy.swallow();
      await pause(700); // work meets the silence: a poll, a renewal
      await expectToStop();
    },
  );

  it('answers what waits for a database that is a black hole', async () => {
    await start('api');
    proxy.swallow();
    const call = client().post('/v1/messages', message('swallowed'));
    await pause(300);
    await expectToStop();
    expect((await call).status).toBe(503);
  });

  /** A message whose body is sent slowly, or never completely. */
  async function slowMessage(id: string, bodyMs: number): Promise<IncomingMessage> {
    const body = JSON.stringify(message(id)).padEnd(200_000); // it arrives slowly, but never stalls
    const call = request(`${process.url}/v1/messages`, {
      method: 'POST',
      headers: {
        ...{ authorization: `Bearer ${world.acme.v1.key}`, 'content-type': 'application/json' },
        'content-length': Buffer.byteLength(body),
      },
    });
    let sent = 0;
    const send = (end = sent + 5_000): unknown => call.write(body.slice(sent, (sent = end)));
    const sending = setInterval(send, 1_000);
    setTimeout(() => send(body.length), bodyMs).unref();
    const [answer] = (await once(call, 'response')) as [IncomingMessage];
    clearInterval(sending);
    return answer.resume();
  }

  it('answers what takes longer than two seconds', async () => {
    await start('api');
    const slow = slowMessage('slow', 4_000);
    await pause(500);
    await expectToStop();
    expect((await slow).statusCode).toBe(202);
  });

  it('refuses in time what would take longer', async () => {
    await start('api');
    const slow = slowMessage('slower', 60_000);
    await pause(500);
    await expectToStop();
    expect((await slow).statusCode).toBe(503);
  });

  it('leaves nothing behind that others would have to wait for', async () => {
    await start('all');
    const story = new Story(world, 'left');
    await client().post('/v1/messages', message('left'));
    await expectToStop();
    await story.showsInEngage('left');
  });
});
