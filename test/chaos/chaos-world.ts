import { freePorts } from '../free-ports.js';
import {
  ApiClient,
  control,
  type RunningConnector,
  shiftedClock,
  startWorld,
  type World,
  type WorldTenant,
} from '../harness/index.js';
import { ChaosDatabase } from './chaos-database.js';
import { FaultProxy } from './fault-proxy.js';

/** A ratio of failures that cannot be reached. */
const NEVER = 2;

/** Difference of the machines' clocks from the database's correct clock, in milliseconds. */
const API_CLOCKS = [7_000, -90_000];
const WORKER_CLOCKS = [-4_000, 150_000];
const ENGAGE_CLOCKS = [-130_000, 45_000];

type Cleaning = () => Promise<unknown>;

export interface ChaosOptions {
  /** Whether Engage suspends webhooks for minutes after many failures; its events in that time are lost. */
  readonly suspendsWebhooks: boolean;
  /** Size of the disk; it should only become full on command. */
  readonly diskMb: number;
}

/**
 * Two API processes and two workers of the build on a durable PostgreSQL, with a simulated network between all parties.
 */
export class ChaosWorld {
  readonly apis: RunningConnector[] = [];
  readonly workers: RunningConnector[] = [];
  /** Between processes and database. */
  databaseNetwork!: FaultProxy;
  /** Between processes and the tenants' Engage domains and bots, and between all callers and the API processes. */
  readonly networks: FaultProxy[] = [];
  private readonly apiPorts: number[] = [];
  private readonly cleanUp: Cleaning[] = [];
  private startedWorkers = 0;
  database!: ChaosDatabase;
  world!: World;

  static async start(options: ChaosOptions): Promise<ChaosWorld> {
    const chaos = new ChaosWorld();
    try {
      await chaos.startDatabase(options.diskMb);
      await chaos.startProcesses(options.suspendsWebhooks);
      for (const [index, tenant] of chaos.world.tenants.entries()) {
        await control(tenant, 'PUT', '/clock', { offsetMs: ENGAGE_CLOCKS[index] });
        await chaos.moveBehindNetworks(tenant);
      }
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
    const clock = shiftedClock(WORKER_CLOCKS[this.startedWorkers++ % WORKER_CLOCKS.length] ?? 0);
    const own = { PORT: String(port), PUBLIC_URL: `http://127.0.0.1:${port}`, ...clock };
    this.workers.push(await this.world.addConnector({ ...own, ROLE: 'worker' }));
  }

  /** Kills one of the workers. */
  async killWorker(random: () => number): Promise<void> {
    await this.workers.splice(Math.floor(random() * this.workers.length), 1)[0]?.kill();
  }

  /** Replaces an API process after killing it; callers reach the new one at the same address. */
  async restartApi(index: number): Promise<void> {
    await this.apis[index]?.kill();
    this.apis[index] = await this.world.addConnector(this.apiEnvironment(index));
  }

  async stop(): Promise<void> {
    for (const step of this.cleanUp.splice(0).reverse()) await step();
  }

  private async startDatabase(diskMb: number): Promise<void> {
    this.database = await ChaosDatabase.start(diskMb);
    this.cleanUp.push(() => this.database.stop());
    this.databaseNetwork = await this.network(this.database.url);
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
        DATABASE_URL: this.databaseNetwork.through(this.database.url),
        LOG_LEVEL: 'fatal',
      },
      tenant: { handover: { queueUpdates: false } },
      switches: {
        sdk: { timeoutMs: 3_000, retryGapMs: 100 },
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
    const address = { PORT: port, PUBLIC_URL: `http://127.0.0.1:${network?.port}` };
    return { ROLE: 'api', ...address, ...shiftedClock(API_CLOCKS[index] ?? 0) };
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
