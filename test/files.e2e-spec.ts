import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadConfig } from '#config';
import { type ConversationId, SystemClock, type TenantId } from '#kernel';
import { ConversationFiles } from '../libs/files/src/application/conversation-files.js';
import { FileLinks } from '../libs/files/src/application/file-links.js';
import { FileOpener } from '../libs/files/src/application/file-opener.js';
import { SilentHosts } from '../libs/files/src/application/silent-hosts.js';
import { PostgresFileStore } from '../libs/files/src/adapters/postgres-file.store.js';
import { remoteFiles } from '../libs/files/src/testing/files-world.js';
import { SAMPLES } from '../libs/files/src/testing/sample-bytes.js';
import { aTenant } from '../libs/tenant-config/src/testing/a-tenant.js';
import { residentBytes, startWorld, Story, type World } from './harness/index.js';

const MB = 1024 * 1024;
const FILE_BYTES = 20 * MB;
const FILES = 50;
const AT_ONCE = 16;
/** Measured: 53 to 74 MB that wait for the garbage collector, and 250 MB when every file is buffered before it is sent. */
const MOST_GROWTH = 120 * MB;
const SECRETS_KEYS = `test:${createHash('sha256').update('files').digest('base64')}`;

/** A file of 20 MB that is never in memory as a whole. */
function* fileLike(head: Buffer): Generator<Buffer> {
  yield head;
  const more = Buffer.alloc(65_536, 7);
  for (let left = FILE_BYTES - head.length; left > 0; left -= more.length) yield more.subarray(0, left);
}

async function sendFile(request: IncomingMessage, response: ServerResponse): Promise<void> {
  response.writeHead(200, { 'content-type': 'application/octet-stream', 'content-length': String(FILE_BYTES) });
  const content = fileLike(request.url?.endsWith('.png') ? SAMPLES.png : SAMPLES.mp4);
  await pipeline(Readable.from(content, { objectMode: false }), response).catch(() => undefined); // the reader has disconnected
}

describe('files that pass through a connector', () => {
  let world: World;
  let origin: Server;
  let links: string[];

  beforeAll(async () => {
    world = await startWorld({ asProcesses: true, environment: { SECRETS_KEYS } });
    origin = createServer((request, response) => void sendFile(request, response)).listen(0, '127.0.0.1');
    await once(origin, 'listening');
    links = await linksTo((origin.address() as AddressInfo).port);
  });
  afterAll(async () => {
    origin?.closeAllConnections();
    origin?.close();
    await world?.stop();
  });

  /** Links created like the connector does, with its database and its key. */
  async function linksTo(port: number): Promise<string[]> {
    const story = new Story(world, 'films');
    await story.handOver();
    const { database } = world.database;
    const [row] = await database.acrossTenants(() =>
      database.query<{ tenant_id: TenantId; id: ConversationId }>('SELECT tenant_id, id FROM conversations'),
    );
    const [tenantId, conversationId] = [row!.tenant_id, row!.id];
    const config = loadConfig(
      { PUBLIC_URL: world.connectors[0]!.url, SECRETS_KEYS, ADMIN_API_KEY: 'admin-key-of-the-tests' },
      { isTerminal: false },
    );
    const clock = new SystemClock();
    const opener = new FileOpener(remoteFiles(), new SilentHosts(clock));
    const files = new ConversationFiles(new PostgresFileStore(database, clock), new FileLinks(config, clock), opener);
    const tenant = aTenant({ id: tenantId });
    const address = (nth: number): string => `http://127.0.0.1:${port}/${nth}.${nth % 2 ? 'png' : 'mp4'}`;
    return Promise.all(
      Array.from({ length: FILES }, (_, nth) =>
        files.link(tenant, { tenantId, conversationId }, { url: address(nth) }),
      ),
    );
  }

  /** @returns the number of bytes */
  async function read(link: string): Promise<number> {
    const { status, body, headers } = await fetch(link, { signal: AbortSignal.timeout(60_000) });
    expect([status, headers.get('content-type')]).toEqual([200, link.endsWith('.png') ? 'image/png' : 'video/mp4']);
    let bytes = 0;
    for await (const chunk of body as unknown as AsyncIterable<Uint8Array>) bytes += chunk.length;
    return bytes;
  }

  it.skipIf(process.platform !== 'linux')(
    'are never kept in its memory',
    async () => {
      const pid = world.connectors[0]!.pid!;
      for (const link of links.slice(0, 2)) await read(link); // code and open connections are part of the baseline
      const baseline = await residentBytes(pid);
      const reading = new AbortController();
      let peak = baseline;
      const watching = (async () => {
        while (!reading.signal.aborted) {
          peak = Math.max(peak, await residentBytes(pid));
          await pause(25);
        }
      })();
      const waiting = [...links];
      const sizes: number[] = [];
      const reader = async (): Promise<void> => {
        for (let link = waiting.shift(); link; link = waiting.shift()) sizes.push(await read(link));
      };
      await Promise.all(Array.from({ length: AT_ONCE }, reader));
      reading.abort();
      await watching;
      expect(sizes).toEqual(Array(FILES).fill(FILE_BYTES));
      expect(peak - baseline).toBeLessThan(MOST_GROWTH);
    },
    300_000,
  );
});
