import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, createServer as createTcpServer, type Socket } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AppConfig } from '#config';
import { OutboundAddressGuard } from './outbound-address-guard.js';
import { OutboundClient, type OutboundRequest } from './outbound-client.js';
import { discardBody, readBody } from './read-body.js';
import { Unreachable } from './unreachable.error.js';

const LIMITS = { mostBytes: 1_000, withinMs: 10_000 };
const never = new AbortController().signal;

describe('OutboundClient', () => {
  const client = new OutboundClient();
  let server: Server;
  /** The connection of each request. */
  let connections: Socket[];
  let request: OutboundRequest;
  beforeEach(async () => {
    connections = [];
    server = createServer((incoming, response) => {
      connections.push(incoming.socket);
      if (incoming.url === '/silent') return;
      const { url, headers } = incoming;
      if (url === '/endless') return void response.write('x'.repeat(100_000));
      response.setHeader('X-Answer', 'yes');
      response.writeHead(url === '/away' ? 302 : 200, { location: '/' }).end(JSON.stringify(headers));
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    request = { method: 'GET', url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, headers: {} };
  });
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  const get = (path: string) => client.send({ ...request, url: new URL(path, request.url).href }, never);

  it('uses a connection again once its answer was read', async () => {
    for (let n = 0; n < 3; n++) {
      expect((await readBody((await get('/')).body, LIMITS)).end).toBe('whole');
      await nextTurn();
    }
    expect(new Set(connections).size).toBe(1);
  });

  it('closes a connection whose answer is not read to its end, however reading stops', async () => {
    discardBody((await get('/endless')).body);
    (await get('/endless')).body.destroy();
    expect(await readBody((await get('/endless')).body, LIMITS)).toEqual({ text: 'x'.repeat(1_000), end: 'too-long' });
    await expect.poll(() => connections.map(({ destroyed }) => destroyed)).toEqual([true, true, true]);
  });

  it('returns every answer, follows no redirect, and asks for uncompressed answers', async () => {
    const { status, headers, body } = await get('/away');
    expect([status, headers['x-answer'], headers['location']]).toEqual([302, 'yes', '/']);
    const sent = JSON.parse((await readBody(body, LIMITS)).text) as object;
    expect(sent).toMatchObject({ 'user-agent': 'engage-handover', accept: '*/*', 'accept-encoding': 'identity' });
  });

  it('sends a header once, however its name is written', async () => {
    const answer = await client.send({ ...request, headers: { Accept: 'text/plain', 'X-Own': '1' } }, never);
    const sent = JSON.parse((await readBody(answer.body, LIMITS)).text) as object;
    expect(sent).toMatchObject({ accept: 'text/plain', 'x-own': '1' });
  });

  it('waits no longer than its deadline and its caller', async () => {
    const silent = { ...request, url: new URL('/silent', request.url).href };
    const late = client.send({ ...silent, deadlineMs: 50 }, never);
    await expect(late).rejects.toThrow(Unreachable);
    await expect(late).rejects.toThrow(/^127\.0\.0\.1:\d+ did not answer within 0\.05 s\.$/);
    const caller = new AbortController();
    const aborted = client.send(silent, caller.signal);
    caller.abort(new Error('the process stops'));
    await expect(aborted).rejects.toThrow('the process stops');
  });

  it.each<[string, () => OutboundClient]>([
    ['a client for any address', () => new OutboundClient()],
    ['a guarded client', () => new OutboundAddressGuard({ allowPrivateNetworks: true } as AppConfig).client()],
  ])('%s offers HTTP/1.1 only', async (_, make) => {
    const hello = Promise.withResolvers<Buffer>();
    const listener = createTcpServer((socket) =>
      socket.once('data', (bytes) => {
        hello.resolve(bytes);
        socket.destroy();
      }),
    ).listen(0, '127.0.0.1');
    await once(listener, 'listening');
    const url = `https://127.0.0.1:${(listener.address() as AddressInfo).port}/`;
    await expect(make().send({ ...request, url }, never)).rejects.toThrow(Unreachable);
    listener.close();
    const offered = await hello.promise; // each protocol name comes after its length
    expect([offered.includes('\x08http/1.1'), offered.includes('\x02h2')]).toEqual([true, false]);
  });
});
