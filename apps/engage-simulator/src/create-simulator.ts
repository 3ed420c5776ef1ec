import 'reflect-metadata';
import { fileURLToPath } from 'node:url';
import fastifyStatic from '@fastify/static';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Faults } from './control/faults.js';
import { Ledger } from './control/ledger.js';
import { SimulatorLife } from './control/simulator-life.js';
import { Lookup } from './control/lookup.js';
import { AgentDesk } from './domain/agents/agent-desk.js';
import { DomainEvents } from './domain/domain-events.js';
import { EngageState, type Snapshot } from './domain/state/engage-state.js';
import { DEFAULT_SEED, type Seed } from './domain/state/seed.js';
import { SimClock } from './domain/sim-clock.js';
import { StoredFiles } from './domain/files/stored-files.js';
import type { DeepPartial, Switches } from './domain/switches.js';
import { writeJson } from './domain/state/write-json.js';
import { ImportQueue } from './send-api/import-queue.js';
import { SimulatorModule } from './simulator.module.js';
import { SnapshotFile } from './snapshot-file.js';
import { addTrafficHooks } from './traffic-hooks.js';

/** Largest request that Engage accepts. */
const MAX_REQUEST_BYTES = 20_971_520;
const PUBLIC_FOLDER = fileURLToPath(new URL('../public/', import.meta.url));

export interface SimulatorOptions {
  /** 0 (default): any free port. */
  readonly port?: number;
  /** Default 127.0.0.1. */
  readonly host?: string;
  /** The public URL of the domain; default: host and port. */
  readonly publicUrl?: string;
  /** JSON file that stores the state across restarts. */
  readonly dataFile?: string;
  /** Ids, names and secrets that differ from `DEFAULT_SEED`. */
  readonly seed?: Partial<Seed>;
  readonly switches?: DeepPartial<Switches>;
}

/** A running domain. The parts are for tests in the same process; everything can also be done over HTTP under `/_sim`. */
export interface Simulator {
  readonly url: string;
  readonly seed: Seed;
  /** `baseApiUrl` of a tenant. */
  readonly baseApiUrl: string;
  readonly realtimeEndpointUrl: string;
  readonly state: EngageState;
  readonly ledger: Ledger;
  readonly faults: Faults;
  readonly clock: SimClock;
  readonly desk: AgentDesk;
  readonly lookup: Lookup;
  readonly life: SimulatorLife;
  /** Imports pending contents, writes the snapshot, stops listening. */
  close(): Promise<void>;
}

/** Starts one Engage domain. */
export async function createSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const adapter = new FastifyAdapter({ bodyLimit: MAX_REQUEST_BYTES, forceCloseConnections: true });
  const app = await NestFactory.create<NestFastifyApplication>(SimulatorModule, adapter, {
    bodyParser: false,
    logger: ['error', 'fatal'],
    abortOnError: false,
  });
  const state = app.get(EngageState);
  const seed: Seed = { ...DEFAULT_SEED, ...options.seed };
  await prepareServer(app);
  const file = options.dataFile ? new SnapshotFile(options.dataFile, state) : undefined;
  const snapshot = options.dataFile ? await SnapshotFile.read(options.dataFile) : undefined;
  await openFiles(app.get(StoredFiles), options.dataFile, snapshot);
  app.get(SimulatorLife).begin(seed, options.switches ?? {}, snapshot);
  file?.watch(app.get(DomainEvents));
  const host = options.host ?? '127.0.0.1';
  await app.init();
  await app
    .getHttpAdapter()
    .getInstance()
    .listen({ port: options.port ?? 0, host }); // Nest's `listen` logs its failure
  const url = (options.publicUrl ?? listeningUrl(app, host)).replace(/\/$/, '');
  await app.get(SimulatorLife).open(url);
  const close = async (): Promise<void> => {
    await app.get(ImportQueue).flush();
    await app.close();
    app.get(SimClock).stop();
    await file?.close();
    await app.get(StoredFiles).close();
  };
  return describe(app, url, seed, close);
}

/** Opens the folder of files next to the data file. Older versions stored files in the data file. */
async function openFiles(files: StoredFiles, dataFile: string | undefined, snapshot?: Snapshot): Promise<void> {
  await files.open(dataFile === undefined ? undefined : `${dataFile}.files`);
  for (const [id, base64] of Object.entries(snapshot?.files ?? {}))
    await files.write(id, Buffer.from(base64, 'base64'));
}

function describe(app: NestFastifyApplication, url: string, seed: Seed, close: () => Promise<void>): Simulator {
  return {
    url,
    seed,
    baseApiUrl: url,
    realtimeEndpointUrl: `${url}/realtime/sdk/${seed.sourceId}`,
    close,
    state: app.get(EngageState),
    ledger: app.get(Ledger),
    faults: app.get(Faults),
    clock: app.get(SimClock),
    desk: app.get(AgentDesk),
    lookup: app.get(Lookup),
    life: app.get(SimulatorLife),
  };
}

/** Bodies stay raw bytes: signatures are computed over them, and REST itself merges forms, queries and JSON. */
async function prepareServer(app: NestFastifyApplication): Promise<void> {
  const server = app.getHttpAdapter().getInstance();
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  server.setReplySerializer(writeJson);
  addTrafficHooks(server, {
    clock: app.get(SimClock),
    faults: app.get(Faults),
    ledger: app.get(Ledger),
    events: app.get(DomainEvents),
  });
  await server.register(fastifyStatic, {
    root: PUBLIC_FOLDER,
    prefix: '/',
    wildcard: false,
    cacheControl: false,
  });
  server.get('/favicon.ico', (_request, reply) => reply.sendFile('favicon.svg'));
  server.get('/phone', (_request, reply) => reply.redirect('/phone/'));
}

function listeningUrl(app: NestFastifyApplication, host: string): string {
  const address = (app.getHttpServer() as { address(): { port: number } }).address();
  return `http://${host === '0.0.0.0' ? '127.0.0.1' : host}:${address.port}`;
}
