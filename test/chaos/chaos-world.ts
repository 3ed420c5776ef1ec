import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '#database';
import { freePorts } from '../free-ports.js';
import { ApiClient, type RunningConnector, startWorld, type World, type WorldTenant } from '../harness/index.js';
import { FaultProxy } from './fault-proxy.js';

/** More failures than there are calls. */
const NEVER = 2;

type Cleaning = () => Promise<unknown>;

/** Two API processes and two workers of the build on a durable PostgreSQL, with a network of ours between all parties. */
export class ChaosWorld {
  readonly apis: RunningConnector[] = [];
  readonly workers: RunningConnector[] = [];
  /** Between processes and database. */
  databaseNetwork!: FaultProxy;
  /** Between processes and the tenants' Engage domains and bots, and between everyone and the API processes. */
  readonly networks: FaultProxy[] = [];
  private readonly apiPorts: number[] = [];
  private readonly cleanUp: Cleaning[] = [];
  private directory!: string;
  private postgres!: EmbeddedPostgres;
  private databaseUrl!: string;
  world!: World;

  /** @param suspendsWebhooks as Engage does after many failures, for minutes; what it emits meanwhile is lost */
  static async start(suspendsWebhooks: boolean): Promise<ChaosWorld> {
    const chaos = new ChaosWorld();
    try {
      await chaos.startDatabase();
      await chaos.startProcesses(suspendsWebhooks);
      for (const tenant of chaos.world.tenants) await chaos.moveBehindNetworks(tenant);
      return chaos;
    } catch (error) {
      await chaos.stop();
      throw error;
    }
  }

  /** A client of the tenant's bot that calls one of the API processes. */
  client(tenant: WorldTenant, api: number): ApiClient {
    return new ApiClient(() => this.apis[api]?.url ?? '', tenant.v1.key);
  }

  async addWorker(): Promise<void> {
    const [port] = await freePorts(1);
    const own = { PORT: String(port), PUBLIC_URL: `http://127.0.0.1:${port}` };
    this.workers.push(await this.world.addConnector({ ...own, ROLE: 'worker' }));
  }

  /** Replaces a killed API process; everyone reaches the new one at the same address. */
  async restartApi(index: number): Promise<void> {
    await this.apis[index]?.kill();
    this.apis[index] = await this.world.addConnector(this.apiEnvironment(index));
  }

  /** Kills one of its processes: the server ends all others at once, and replays its log before it takes calls again. */
  async crashDatabase(): Promise<void> {
    const client = new pg.Client({ connectionString: this.databaseUrl });
    client.on('error', () => undefined); // it ends as well
    try {
      await client.connect();
      const { rows } = await client.query<{ pid: number }>(
        "SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid() LIMIT 1",
      );
      if (rows[0]) process.kill(rows[0].pid, 'SIGKILL');
    } catch {
      // it still recovers from the last time
    } finally {
      await client.end().catch(() => undefined); // cut off
    }
  }

  async stop(): Promise<void> {
    for (const step of this.cleanUp.splice(0).reverse()) await step();
  }

  private async startDatabase(): Promise<void> {
    this.directory = await mkdtemp(join(tmpdir(), 'engage-handover-chaos-'));
    this.cleanUp.push(() => rm(this.directory, { recursive: true, force: true }));
    await chmod(this.directory, 0o755); // as root, PostgreSQL runs as another user who must be able to enter
    this.postgres = await startEmbeddedPostgres({ directory: this.directory });
    this.cleanUp.push(() => this.postgres.stop());
    this.databaseUrl = await this.postgres.database('chaos');
    this.databaseNetwork = await this.network(this.databaseUrl);
    this.networks.pop(); // has faults of its own
  }

  private async startProcesses(suspendsWebhooks: boolean): Promise<void> {
    this.apiPorts.push(...(await freePorts(2)));
    for (const port of this.apiPorts) await this.network(`http://127.0.0.1:${port}`);
    this.world = await startWorld({
      tenants: 2,
      asProcesses: true,
      environment: {
        ...this.apiEnvironment(0),
        DATABASE_URL: this.databaseNetwork.through(this.databaseUrl),
        LOG_LEVEL: 'fatal',
      },
      tenant: { handover: { queueUpdates: false } },
      switches: {
        sdk: { retryGapMs: 100 },
        webhooks: {
          shuffle: true,
          duplicate: 'event',
          retrySeconds: [0.2, 0.5, 1, 2, 4],
          ...(!suspendsWebhooks && { suspension: { failureRatio: NEVER } }),
        },
      },
    });
    this.cleanUp.push(() => this.world.stop());
    const [first] = this.world.connectors;
    if (first) this.apis.push(first);
    this.apis.push(await this.world.addConnector(this.apiEnvironment(1)));
    await this.addWorker();
    await this.addWorker();
  }

  private apiEnvironment(index: number): Record<string, string> {
    const network = this.networks[index];
    const port = String(this.apiPorts[index]);
    return { ROLE: 'api', PORT: port, PUBLIC_URL: `http://127.0.0.1:${network?.port}` };
  }

  private async moveBehindNetworks({ slug, engage, bot }: WorldTenant): Promise<void> {
    const { baseApiUrl, realtimeEndpointUrl } = engage;
    const toEngage = await this.network(baseApiUrl);
    const toBot = await this.network(bot.callbackUrl);
    const urls = {
      baseApiUrl: toEngage.through(baseApiUrl),
      realtimeEndpointUrl: toEngage.through(realtimeEndpointUrl),
    };
    const settings = { engage: urls, bot: { callbackUrl: toBot.through(bot.callbackUrl) } };
    const answer = await this.world.admin.call('PATCH', `/admin/tenants/${slug}`, settings);
    if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
  }

  private async network(address: string): Promise<FaultProxy> {
    const proxy = await FaultProxy.start(new URL(address));
    this.cleanUp.push(() => proxy.stop());
    this.networks.push(proxy);
    return proxy;
  }
}
