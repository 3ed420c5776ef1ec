import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { throwAwayDatabase, type ThrowAwayDatabase } from '#testing';
import { createSimulator, type Simulator, type SimulatorOptions } from '../../apps/engage-simulator/src/index.js';
import { provideDemoEngage } from '../../apps/playground/src/demo-engage.js';
import { ApiClient } from './api-client.js';
import {
  type ConnectorEnvironment,
  type RunningConnector,
  startAsProcess,
  startInProcess,
} from './connector-process.js';
import { RecordingBot } from './recording-bot.js';

export interface WorldOptions {
  /** Number of tenants, each with its own Engage domain and bot; all domains use the same ids. Default 1. */
  readonly tenants?: number;
  /** Number of connectors with `ROLE=all` that share the database. All callers use the first one. Default 1. */
  readonly replicas?: number;
  /**
   * Whether connectors run the build in separate processes, which can be killed. Default: the sources, in this process.
   */
  readonly asProcesses?: boolean;
  /** Merged into every tenant, e.g. `{ handover: { forwardOnlyHandover: true } }`. */
  readonly tenant?: Record<string, object>;
  /** Switches of the Engage domains; applied after `QUICK`. */
  readonly switches?: SimulatorOptions['switches'];
  /** Added to the environment of the connectors. */
  readonly environment?: ConnectorEnvironment;
}

/** A tenant with its Engage domain and bot. */
export interface WorldTenant {
  readonly slug: string;
  readonly engage: Simulator;
  readonly bot: RecordingBot;
  /** `/v1`, with the tenant's bot key. */
  readonly v1: ApiClient;
  /** The address at which Engage calls the connector. */
  readonly engageUrl: string;
  readonly webhookSecret: string;
  readonly verifyToken: string;
}

/** Connectors with a real database, simulated Engage domains and recording bots, all over real HTTP. */
export interface World {
  readonly tenants: readonly WorldTenant[];
  /** The first tenant. */
  readonly acme: WorldTenant;
  readonly connectors: readonly RunningConnector[];
  readonly database: ThrowAwayDatabase;
  /** `/admin`, with the first administrator's key. */
  readonly admin: ApiClient;
  /** Starts one more connector on the same database, e.g. after a kill. */
  addConnector(environment?: ConnectorEnvironment): Promise<RunningConnector>;
  stop(): Promise<void>;
}

const SLUGS = ['acme', 'globex', 'initech', 'umbrella'];
const ADMIN_KEY = 'admin-key-of-the-tests';
const SECRETS_KEYS = `test:${createHash('sha256').update('world').digest('base64')}`;

/** No limit for calls of tests without a key. */
const UNHURRIED = { MAX_STRANGER_CALLS_PER_MINUTE: '1000000', MAX_STRANGER_CALLS_PER_SECOND: '1000000' };

/** Engage without its waiting times. */
const QUICK: SimulatorOptions['switches'] = { imports: { delayMs: 20 }, categorizingMs: 20 };

/** Starts everything and connects it like an administrator. If it fails, nothing keeps running. */
export async function startWorld(options: WorldOptions = {}): Promise<World> {
  const cleanUp: (() => Promise<unknown>)[] = [];
  const stop = async (): Promise<void> => {
    for (const step of cleanUp.splice(0).reverse()) await step();
  };
  try {
    const database = await throwAwayDatabase({ poolSize: 4 });
    cleanUp.push(() => database.drop());
    const dataDir = await mkdtemp(join(tmpdir(), 'engage-handover-world-'));
    cleanUp.push(() => rm(dataDir, { recursive: true }));
    const connectors: RunningConnector[] = [];
    const addConnector = async (environment: ConnectorEnvironment = {}): Promise<RunningConnector> => {
      const start = options.asProcesses ? startAsProcess : startInProcess;
      const given = { ...options.environment, ...environment };
      const owner = given['DATABASE_URL'] === undefined && { MIGRATION_DATABASE_URL: database.url };
      const connector = await start({ ...(await environmentFor(database.serviceUrl, dataDir)), ...owner, ...given });
      cleanUp.push(() => connector.stop());
      connectors.push(connector);
      return connector;
    };
    const { url } = await addConnector();
    for (let more = 1; more < (options.replicas ?? 1); more++) await addConnector();
    const admin = new ApiClient(() => url, ADMIN_KEY);
    const slugs = SLUGS.slice(0, options.tenants ?? 1);
    const tenants = await Promise.all(slugs.map((slug) => addTenant(slug, { url, admin, options, cleanUp })));
    const [acme] = tenants;
    if (!acme) throw new Error('A world has at least one tenant.');
    return { tenants, acme, connectors, database, admin, addConnector, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

interface Surroundings {
  readonly url: string;
  readonly admin: ApiClient;
  readonly options: WorldOptions;
  readonly cleanUp: (() => Promise<unknown>)[];
}

async function addTenant(slug: string, { url, admin, options, cleanUp }: Surroundings): Promise<WorldTenant> {
  const engage = await createSimulator({ switches: { ...QUICK, ...options.switches } });
  cleanUp.push(() => engage.close());
  const callbackSecret = `whsec_${randomBytes(32).toString('base64')}`;
  const bot = await RecordingBot.start(callbackSecret);
  cleanUp.push(() => bot.stop());
  const webhookSecret = randomBytes(16).toString('hex');
  const verifyToken = randomBytes(16).toString('hex');
  const { seed, baseApiUrl, realtimeEndpointUrl } = engage;
  const { sourceId, botCategoryId, agentCategoryId, restAccessToken, sourceAccessToken } = seed;
  const tokens = {
    apiAccessToken: restAccessToken,
    realtimeAccessToken: sourceAccessToken,
    webhookSecret,
    verifyToken,
  };
  const created = await admin.post<{ botKey: { key: string }; ingress: { engageUrl: string } }>('/admin/tenants', {
    slug,
    name: slug,
    ...options.tenant,
    engage: {
      baseApiUrl,
      realtimeEndpointUrl,
      sourceId,
      botCategoryId,
      agentCategoryId,
      ...tokens,
      ...options.tenant?.['engage'],
    },
    bot: { platform: 'generic', callbackUrl: bot.callbackUrl, callbackSecret, ...options.tenant?.['bot'] },
  });
  if (created.status !== 201) throw new Error(`The tenant was refused: ${JSON.stringify(created.body)}`);
  const { botKey, ingress } = created.body;
  await provideDemoEngage({
    simulatorUrl: engage.url,
    apiAccessToken: restAccessToken,
    engageUrl: ingress.engageUrl,
    webhookSecret,
    verifyToken,
  });
  const v1 = new ApiClient(() => url, botKey.key);
  return { slug, engage, bot, v1, engageUrl: ingress.engageUrl, webhookSecret, verifyToken };
}

/** The configuration of a connector on this database. */
export async function environmentFor(databaseUrl: string, dataDir: string): Promise<ConnectorEnvironment> {
  const port = String(await freePort());
  return {
    PORT: port,
    PUBLIC_URL: `http://127.0.0.1:${port}`,
    DATABASE_URL: databaseUrl,
    DATA_DIR: dataDir,
    ADMIN_API_KEY: ADMIN_KEY,
    SECRETS_KEYS,
    LOG_LEVEL: 'error',
    LOG_FORMAT: 'json',
    ...UNHURRIED,
  };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => resolve(port));
    });
  });
}
