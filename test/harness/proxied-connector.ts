import { ApiClient } from './api-client.js';
import { type ConnectorEnvironment, type ConnectorProcess, launchProcess, START_MS } from './connector-process.js';
import { DatabaseProxy } from './database-proxy.js';
import { eventually } from './story.js';
import { environmentFor, type World } from './world.js';

/** A connector process that reaches the world's database through a proxy of its own. */
export class ProxiedConnector {
  private constructor(
    private readonly world: World,
    readonly proxy: DatabaseProxy,
    readonly process: ConnectorProcess,
  ) {}

  /** Starts it without waiting until it is ready. */
  static async launch(world: World, environment: ConnectorEnvironment): Promise<ProxiedConnector> {
    const proxy = await DatabaseProxy.start(world.database.url);
    const process = launchProcess({ ...(await environmentFor(proxy.url, '/tmp')), ...environment });
    return new ProxiedConnector(world, proxy, process);
  }

  isReady(): Promise<void> {
    return eventually(async () => {
      if (!(await fetch(`${this.process.url}/health/ready`)).ok) throw new Error('It is not ready yet.');
    }, START_MS);
  }

  /** The bot of the first tenant reports a message of a session with the same id. @returns the status */
  async receives(id: string): Promise<number> {
    const client = new ApiClient(() => this.process.url, this.world.acme.v1.key);
    return (await client.post('/v1/messages', messageOf(id))).status;
  }

  async end(): Promise<void> {
    await this.process.kill();
    await this.proxy.stop();
  }
}

export const messageOf = (id: string) => ({ sessionId: id, userId: 'u', messageId: id, author: 'user', text: id });
