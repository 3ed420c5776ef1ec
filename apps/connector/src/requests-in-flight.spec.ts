import { once } from 'node:events';
import { Agent, get, type IncomingMessage } from 'node:http';
import { type AddressInfo } from 'node:net';
import { fastify, type FastifyInstance } from 'fastify';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { RequestsInFlight } from './requests-in-flight.js';

describe('RequestsInFlight', () => {
  let server: FastifyInstance;
  let requests: RequestsInFlight;
  let agent: Agent;
  /** Lets the calls of `/slow` finish. */
  let release: () => void;
  let arrived: Promise<void>;

  beforeEach(async () => {
    server = fastify();
    requests = new RequestsInFlight(server);
    agent = new Agent({ keepAlive: true });
    const released = new Promise<void>((resolve) => (release = resolve));
    arrived = new Promise((resolve) => {
      server.get('/slow', async () => {
        resolve();
        await released;
        return 'done';
      });
    });
    server.get('/', () => 'done');
    await server.listen({ port: 0, host: '127.0.0.1' });
  });
  afterEach(async () => {
    agent.destroy();
    await server.close();
  });

  async function call(path: string): Promise<IncomingMessage> {
    const { port } = server.server.address() as AddressInfo;
    const [answer] = (await once(get({ port, path, agent }), 'response')) as [IncomingMessage];
    return answer.resume();
  }

  it('lets connections be reused while the process is not stopping', async () => {
    expect((await call('/')).headers.connection).toBe('keep-alive');
  });

  it('ends the connections of calls that are answered after the stop began', async () => {
    const slow = call('/slow');
    await arrived;
    requests.leave();
    const closed = server.close();
    release();
    expect((await slow).headers.connection).toBe('close');
    await closed; // otherwise this would wait until the caller closes its connection
  });

  it('ends the connections of calls that arrive while the process stops', async () => {
    requests.leave();
    expect((await call('/')).headers.connection).toBe('close');
  });
});
