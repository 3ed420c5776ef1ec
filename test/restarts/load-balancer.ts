import { once } from 'node:events';
import { Agent, type ClientRequest, get, type IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';

const CHECK_PAUSE_MS = 100;

interface Target {
  readonly url: string;
  /** Its connections are reused, as load balancers do. */
  readonly agent: Agent;
  isReady: boolean;
}

/** Sends calls in turn to the processes whose last `/health/ready` was 200, and repeats none. */
export class LoadBalancer {
  private readonly targets: Target[];
  private readonly checks: Promise<void>[];
  private isOver = false;
  private turn = 0;

  constructor(urls: readonly string[]) {
    this.targets = urls.map((url) => ({ url, agent: new Agent({ keepAlive: true }), isReady: false }));
    this.checks = this.targets.map((target) => this.watch(target));
  }

  isReady(url: string): boolean {
    return this.targets.some((target) => target.url === url && target.isReady);
  }

  /** @returns the status of the answer. @throws Error when the connection failed */
  async post(path: string, body: object, key: string): Promise<number> {
    const ready = this.targets.filter(({ isReady }) => isReady);
    const target = ready[this.turn++ % ready.length];
    if (!target) throw new Error('No process is ready.');
    const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
    const call = request(`${target.url}${path}`, { method: 'POST', headers, agent: target.agent });
    return statusOf(call.end(JSON.stringify(body)));
  }

  async stop(): Promise<void> {
    this.isOver = true;
    await Promise.all(this.checks);
    for (const { agent } of this.targets) agent.destroy();
  }

  private async watch(target: Target): Promise<void> {
    while (!this.isOver) {
      const status = await statusOf(get(`${target.url}/health/ready`, { agent: false })).catch(() => undefined);
      target.isReady = status === 200;
      await pause(CHECK_PAUSE_MS);
    }
  }
}

/** The answer is read to its end. */
async function statusOf(call: ClientRequest): Promise<number> {
  const [answer] = (await once(call, 'response')) as [IncomingMessage];
  await text(answer);
  return answer.statusCode ?? 0;
}
