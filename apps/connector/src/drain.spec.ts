import type { AddressInfo } from 'node:net';
import { fastify, type FastifyInstance } from 'fastify';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Drain } from './drain.js';

const DURATION_MS = 3_000;

describe('Drain', () => {
  let server: FastifyInstance;
  let drain: Drain;
  let url: string;

  beforeEach(async () => {
    server = fastify({ return503OnClosing: false });
    drain = new Drain(server, DURATION_MS);
    server.get('/', () => 'done');
    await server.listen({ port: 0, host: '127.0.0.1' });
    url = `http://127.0.0.1:${(server.server.address() as AddressInfo).port}`;
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  });
  afterEach(async () => {
    vi.useRealTimers();
    await server.close();
  });

  it('accepts new connections until its time is over, each for one call', async () => {
    drain.begin();
    const closed = server.close();
    for (let call = 0; call < 3; call++) {
      const answer = await fetch(url);
      expect([answer.status, answer.headers.get('connection')]).toEqual([200, 'close']);
      await answer.text();
    }
    vi.advanceTimersByTime(DURATION_MS);
    await closed;
    await expect(fetch(url)).rejects.toThrow();
  });

  it('takes no time where nothing is drained', async () => {
    await server.close(); // it would hang: the time does not pass
    expect(server.server.listening).toBe(false);
  });
});
