import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fastifyStatic from '@fastify/static';
import Fastify, { type FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { type Clock, SystemClock } from '#kernel';
import { type Platform, PLATFORM_NAMES } from '../platform.js';
import { Chats } from './chats.js';
import { createDialect } from './dialects/create-dialect.js';
import type { DialectSettings } from './dialects/dialect.js';
import { ErrandRunner } from './errand-runner.js';
import { HandoverListener } from './handover-listener.js';
import { Presence } from './presence.js';
import { addPageRoutes } from './routes.js';
import { ShopAddress } from './shop-address.js';
import { addSignalRoutes } from './signal-routes.js';
import { UpdateStream } from './update-stream.js';
import { addUploadRoutes } from './upload-routes.js';
import { Uploads } from './uploads.js';

export interface DemoBotConfig extends DialectSettings {
  /** The platform that the bot imitates, default `generic`. */
  readonly platform?: Platform;
  /** Directory of the stored chats. */
  readonly directory: string;
  readonly log: Logger;
  /** Links on the chat page, by name. */
  readonly links?: Readonly<Record<string, string>>;
  readonly clock?: Clock;
  /** How long the bot seems to type, in milliseconds, default 600. */
  readonly typingMs?: number;
  /** How long a closed page still counts as open, in milliseconds, default 3000. */
  readonly graceMs?: number;
}

export interface DemoBot {
  /** Starts to listen, and continues the unfinished errands of an earlier run. @returns the URL of the chat page */
  listen(port: number, host?: string): Promise<string>;
  close(): Promise<void>;
}

const PUBLIC = join(dirname(fileURLToPath(import.meta.url)), '..', '..', 'public');
/** Pictures and recordings may come from any host: agents can send any address. */
const SECURITY_HEADERS = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' http: https:; media-src http: https:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};

/** A small bot that behaves like its platform, with a chat page for its customers. */
export async function createDemoBot(config: DemoBotConfig): Promise<DemoBot> {
  const { log, clock = new SystemClock(), platform = 'generic', links = {} } = config;
  const chats = await Chats.load(config.directory);
  const address = new ShopAddress();
  const uploads = new Uploads(join(config.directory, 'uploads'), address);
  const dialect = createDialect(platform, config, { chats, uploads, clock });
  const errands = new ErrandRunner(chats, dialect, clock, log, address, config.typingMs ?? 600);
  const presence = new Presence(dialect, log, config.graceMs ?? 3_000);
  const updates = new UpdateStream(chats, presence);
  const app: FastifyInstance = Fastify({ forceCloseConnections: true });
  app.addHook('onRequest', async (_request, reply) => void reply.headers(SECURITY_HEADERS));
  await app.register(fastifyStatic, { root: PUBLIC });
  const about = { platform: PLATFORM_NAMES[platform], links };
  addPageRoutes(app, { chats, errands, updates, uploads, clock, about });
  addUploadRoutes(app, uploads, chats);
  addSignalRoutes(app, { chats, errands, presence });
  const listener = new HandoverListener(chats, errands, clock, dialect.canCancel);
  dialect.serve(app, (event) => listener.hear(event));
  return {
    async listen(port, host = '127.0.0.1') {
      const listening = await app.listen({ port, host });
      const page = `http://localhost:${new URL(listening).port}`;
      address.settle(listening, page);
      for (const chat of chats.all()) errands.run(chat);
      return page;
    },
    async close() {
      updates.stop();
      presence.stop();
      await app.close();
      await errands.stop();
    },
  };
}
