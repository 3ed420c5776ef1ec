import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, it, type TestContext } from 'vitest';
import { type DatabaseProxy, messageOf, ProxiedConnector, startWorld, Story, type World } from './harness/index.js';

/** Promised maximum duration of a stop, in milliseconds. */
const STOP_MS = 10_000;

/** A process that is asked to stop. */
class Leaving {
  private constructor(
    private readonly world: World,
    private readonly connector: ProxiedConnector,
  ) {}

  get proxy(): DatabaseProxy {
    return this.connector.proxy;
  }

  /** Starts it, and ends it with the test. */
  static async start(world: World, role: string, { onTestFinished }: TestContext): Promise<Leaving> {
    const connector = await ProxiedConnector.launch(world, { ROLE: role });
    onTestFinished(() => connector.end());
    await connector.isReady();
    return new Leaving(world, connector);
  }

  /** Asks it to stop, and waits until it has stopped. */
  async stopsInTime({ expect }: TestContext): Promise<void> {
    const startedAt = performance.now();
    expect(await this.connector.process.stop()).toBe(0);
    expect(performance.now() - startedAt).toBeLessThan(STOP_MS);
  }

  receives(id: string): Promise<number> {
    return this.connector.receives(id);
  }

  /** A message whose body is sent slowly, or never completely. */
  async receivesSlowly(id: string, bodyMs: number): Promise<IncomingMessage> {
    const body = JSON.stringify(messageOf(id)).padEnd(200_000); // it arrives slowly, but does not stall
    const call = request(`${this.connector.process.url}/v1/messages`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${this.world.acme.v1.key}`,
        'content-type': 'application/json',
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
}

describe('a process that is asked to stop', { concurrent: true }, () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld();
  });
  afterAll(() => world.stop());

  it.for(['worker', 'api', 'all'])(
    'ends with 0 within ten seconds when its database is a black hole, as %s',
    async (role, test) => {
      const leaving = await Leaving.start(world, role, test);
      leaving.proxy.swallow();
      await pause(700); // other work also gets no answer: a poll, a renewal
      await leaving.stopsInTime(test);
    },
  );

  it('answers calls that wait for a database that is a black hole', async (test) => {
    const leaving = await Leaving.start(world, 'api', test);
    leaving.proxy.swallow();
    const status = leaving.receives('swallowed');
    await pause(300);
    await leaving.stopsInTime(test);
    test.expect(await status).toBe(503);
  });

  it('answers calls that take longer than two seconds', async (test) => {
    const leaving = await Leaving.start(world, 'api', test);
    const slow = leaving.receivesSlowly('slow', 4_000);
    await pause(500);
    await leaving.stopsInTime(test);
    test.expect((await slow).statusCode).toBe(202);
  });

  it('refuses in time calls that would take longer', async (test) => {
    const leaving = await Leaving.start(world, 'api', test);
    const slow = leaving.receivesSlowly('slower', 60_000);
    await pause(500);
    await leaving.stopsInTime(test);
    test.expect((await slow).statusCode).toBe(503);
  });

  it('leaves no locks that others would have to wait for', async (test) => {
    const leaving = await Leaving.start(world, 'all', test);
    const story = new Story(world, 'left');
    await leaving.receives(story.sessionId);
    await leaving.stopsInTime(test);
    await story.showsInEngage(story.sessionId);
  });
});
