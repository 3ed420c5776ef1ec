import { once } from 'node:events';
import { Agent, get, type IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type StubReply, StubServer } from '#testing';
import { discardBody, readBody } from './read-body.js';

const limits = { mostBytes: 10, withinMs: 10_000 };

describe('readBody', () => {
  const agent = new Agent({ keepAlive: true });
  let server: StubServer;
  beforeAll(async () => {
    server = await StubServer.start();
  });
  beforeEach(() => server.reset());
  afterAll(async () => {
    agent.destroy();
    await server.stop();
  });

  async function answer(reply: StubReply): Promise<IncomingMessage> {
    server.reply(reply);
    const [response] = (await once(get(server.url, { agent }), 'response')) as [IncomingMessage];
    return response;
  }

  it('reads a short body completely, and keeps the connection', async () => {
    const response = await answer({ body: '\uFEFFüber' });
    const { socket } = response;
    expect(await readBody(response, limits)).toEqual({ text: 'über', end: 'whole' });
    expect(socket.destroyed).toBe(false);
  });

  it('reads no further than the limit, and destroys the connection', async () => {
    const response = await answer({ body: 'x'.repeat(11) });
    expect(await readBody(response, limits)).toEqual({ text: 'x'.repeat(10), end: 'too-long' });
    expect(response.socket.destroyed).toBe(true);
  });

  it('returns what arrived of a body that breaks off', async () => {
    const response = await answer({ headers: { 'content-length': '100' }, body: 'five!', then: 'cut' });
    expect(await readBody(response, limits)).toEqual({ text: 'five!', end: 'broken' });
  });

  it('waits no longer than it may, and destroys the connection', async () => {
    const response = await answer({ headers: { 'content-length': '10' }, body: 'half' });
    expect(await readBody(response, { ...limits, withinMs: 50 })).toEqual({ text: 'half', end: 'broken' });
    expect(response.socket.destroyed).toBe(true);
  });

  it('survives an abort after the reading has ended', async () => {
    const source = Readable.from([Buffer.from('ok')]);
    expect(await readBody(source, limits)).toEqual({ text: 'ok', end: 'whole' });
    expect(() => source.emit('error', new Error('aborted'))).not.toThrow();
  });

  it('hangs up on a body that is not needed and does not end', async () => {
    const response = await answer({ body: 'x'.repeat(10_000), then: 'endless' });
    const closed = once(response, 'close');
    discardBody(response);
    await closed;
    expect(response.socket.destroyed).toBe(true);
  });
});
