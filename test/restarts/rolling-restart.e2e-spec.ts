import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type ConnectorEnvironment,
  type ConnectorProcess,
  environmentFor,
  eventually,
  launchProcess,
  startWorld,
  type World,
} from '../harness/index.js';
import { LoadBalancer } from './load-balancer.js';

const CALLERS = 3;
/** Processes start slowly if many start at once. */
const PATIENCE_MS = 60_000;

/** One of the processes behind the load balancer, always at the same address. */
class Replica {
  private constructor(
    private readonly environment: ConnectorEnvironment,
    private process: ConnectorProcess,
  ) {}

  static async start({ database }: World): Promise<Replica> {
    const environment = {
      ...(await environmentFor(database.serviceUrl, '/tmp')),
      MIGRATION_DATABASE_URL: database.url,
      ROLE: 'api',
      SHUTDOWN_DRAIN_SECONDS: '2',
    };
    return new Replica(environment, launchProcess(environment));
  }

  get url(): string {
    return this.process.url;
  }

  /** @returns the exit code */
  end(): Promise<number | null> {
    return this.process.stop();
  }

  begin(): void {
    this.process = launchProcess(this.environment);
  }
}

describe('a rolling restart of api processes under load', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld();
  });
  afterAll(() => world.stop());

  it('fails no call', { timeout: 3 * PATIENCE_MS }, async ({ onTestFinished }) => {
    const first = await Replica.start(world);
    const second = await Replica.start(world);
    const balancer = new LoadBalancer([first.url, second.url]);
    onTestFinished(async () => {
      await Promise.all([balancer.stop(), first.end(), second.end()]);
    });
    const turns = ({ url }: Replica, state: 'ready' | 'not ready'): Promise<void> =>
      eventually(() => expect(balancer.isReady(url), state).toBe(state === 'ready'), PATIENCE_MS);
    await turns(first, 'ready');
    await turns(second, 'ready');

    const load = callUntilStopped(balancer, world.acme.v1.key);
    await load.goesOn();
    const firstEnded = first.end();
    await turns(first, 'not ready');
    await load.goesOn(); // while it drains, or after it
    expect(await firstEnded).toBe(0);
    first.begin();
    await turns(first, 'ready');
    const secondEnded = second.end();
    await turns(second, 'not ready');
    await load.goesOn();
    expect(await secondEnded).toBe(0);
    await load.goesOn();
    expect(await load.failures()).toEqual([]);
  });
});

interface Load {
  /** Resolves when every caller has got two more answers. */
  goesOn(): Promise<void>;
  /** Stops it. @returns everything except answers with 202 */
  failures(): Promise<unknown[]>;
}

/** Each caller sends the next message after the previous answer. */
function callUntilStopped(balancer: LoadBalancer, key: string): Load {
  const failures: unknown[] = [];
  const answers = Array.from({ length: CALLERS }, () => 0);
  let isOver = false;
  const callers = answers.map(async (_, caller) => {
    while (!isOver) {
      const messageId = `${caller}-${answers[caller]}`;
      const message = { sessionId: `s-${caller}`, userId: 'u', messageId, author: 'user', text: messageId };
      const status = await balancer.post('/v1/messages', message, key).catch((error: unknown) => error);
      if (status !== 202) failures.push(status);
      answers[caller] = (answers[caller] ?? 0) + 1;
    }
  });
  return {
    goesOn: async () => {
      const before = [...answers];
      await eventually(() => {
        for (const [caller, count] of answers.entries()) expect(count).toBeGreaterThan((before[caller] ?? 0) + 1);
      });
    },
    failures: async () => {
      isOver = true;
      await Promise.all(callers);
      return failures;
    },
  };
}
