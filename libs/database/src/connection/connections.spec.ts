import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { expect, it } from 'vitest';
import { Connections } from './connections.js';
import { DatabaseAway, namedIfAway } from './database-away.js';

it('recognises the errors of its own sockets only', async () => {
  const server = createServer((socket: Socket) => socket.resetAndDestroy()).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const Client = new Connections().clientClass();
  const connect = (): Promise<unknown> =>
    new Client({ host: '127.0.0.1', port }).connect().catch((error: unknown) => error);
  const reset = await connect();
  server.close();
  await once(server, 'close');
  const refused = await connect();
  for (const [error, code] of [
    [reset, 'ECONNRESET'],
    [refused, 'ECONNREFUSED'],
  ] as const) {
    expect(error).toMatchObject({ code });
    expect(namedIfAway(error)).toBeInstanceOf(DatabaseAway);
    const ofAnotherSocket = Object.assign(new Error('fails alike'), { code });
    expect(namedIfAway(ofAnotherSocket)).toBe(ofAnotherSocket);
  }
});
