import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { filledTo, SAMPLES } from '../../libs/files/src/testing/sample-bytes.js';
import { eventually, startWorld, Story, type World } from '../harness/index.js';
import { EngageCustomer, WHATSAPP } from './engage-customer.js';

/** A host is asked twice, ten seconds each. */
const GIVEN_UP_MS = 25_000;
const NOT_DELAYED_MS = 8_000;

/** What hosts do before they stop answering, by path. */
const HABITS: Readonly<Record<string, (response: ServerResponse) => unknown>> = {
  '/nothing.pdf': () => undefined,
  '/headers.pdf': (response) => response.flushHeaders(),
  '/few-bytes.pdf': (response) => response.write(SAMPLES.pdf),
  '/drop-by-drop.pdf': (response) => {
    response.write(SAMPLES.pdf);
    const dripping = setInterval(() => response.write(' '), 500);
    response.once('close', () => clearInterval(dripping));
  },
};
const HALF = '/half.pdf';

function startHangingHost(): Server {
  const host = createServer((request, response) => {
    const path = request.url ?? '';
    if (path === HALF) response.write(filledTo(8_000, SAMPLES.pdf));
    else HABITS[path]?.(response);
  });
  return host.listen(0, '127.0.0.1');
}

/** The first test has fewer conversations than a tenant's slots in a worker. */
describe('hosts of files that stop answering', () => {
  let world: World;
  let host: Server;
  beforeAll(async () => {
    host = startHangingHost();
    await once(host, 'listening');
    world = await startWorld({ tenant: { engage: { nativeSourceIds: [WHATSAPP] } } });
  });
  afterAll(async () => {
    await world?.stop();
    host?.closeAllConnections();
    host?.close();
  });

  const filesAt = (path: string): object => ({
    attachments: [{ url: `http://127.0.0.1:${(host.address() as AddressInfo).port}${path}` }],
  });
  const missing = expect.stringMatching(/^see this\n\[File not passed on: /) as string;

  async function customerOfEngage(name: string): Promise<EngageCustomer> {
    const customer = new EngageCustomer(world, name);
    await customer.isHeard('Hello');
    await customer.isAnswered('Hi');
    await customer.sees('Hello', 'Hi');
    return customer;
  }

  it('delay their own conversations for seconds, and no others', async () => {
    const stories = Object.keys(HABITS).map((path) => ({ path, story: new Story(world, `session of ${path}`) }));
    const names = ['/nothing.pdf', HALF];
    const customers = await Promise.all(
      names.map(async (path) => ({ path, customer: await customerOfEngage(`customer of ${path}`) })),
    );
    const started = performance.now();
    for (const { path, story } of stories) {
      await story.says('user', 'see this', filesAt(path));
      await story.says('user', 'and then');
    }
    for (const { path, customer } of customers) {
      await customer.isAnswered('see this', filesAt(path));
      await customer.isAnswered('and then');
    }

    const other = new Story(world, 'other');
    await other.says('user', 'Hello');
    await other.showsInEngage('Hello');
    await customerOfEngage('another');
    expect(performance.now() - started).toBeLessThan(NOT_DELAYED_MS);

    await eventually(async () => {
      for (const { path, story } of stories)
        expect([path, ...(await story.inEngage())]).toEqual([path, missing, 'and then']);
      for (const { path, customer } of customers) {
        const texts = customer.contents().map(({ body }) => body);
        expect([path, ...texts]).toEqual([path, 'Hello', 'Hi', missing, 'and then']);
      }
    }, GIVEN_UP_MS);
    expect(performance.now() - started).toBeLessThan(GIVEN_UP_MS);

    const again = performance.now();
    const many = Array.from({ length: 12 }, (_, nth) => new Story(world, `one of many ${nth}`));
    for (const story of many) await story.says('user', 'see this', filesAt('/nothing.pdf'));
    for (const story of many) await eventually(async () => expect(await story.inEngage()).toEqual([missing]));
    expect(performance.now() - again).toBeLessThan(NOT_DELAYED_MS);
  });
});
