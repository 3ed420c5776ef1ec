import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { Body, Controller, ForbiddenException, Get, Module, Post, UseGuards } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { eventually } from '#testing';
import { STALL_MS } from '../body/upload-watch.js';
import { BodyLimit, createHttpApp, DEFAULT_BODY_LIMIT, DEFAULT_SERVER_LIMITS, type ServerLimits } from '../index.js';

class NoOneMayPass {
  canActivate(): boolean {
    throw new ForbiddenException();
  }
}

@Controller()
class ThingsController {
  @Post('open')
  @BodyLimit(200_000)
  open(@Body() body: object): object {
    return { members: Object.keys(body).length };
  }

  @Post('small')
  small(@Body() body: object): object {
    return body;
  }

  @Post('guarded')
  @UseGuards(NoOneMayPass)
  guarded(@Body() body: object): object {
    return body;
  }

  @Get(['health/live', 'other'])
  live(): string {
    return 'ok';
  }
}

@Module({ controllers: [ThingsController] })
class ThingsModule {}

const LIMITS: ServerLimits = {
  ...DEFAULT_SERVER_LIMITS,
  connections: 6,
  connectionsPerAddress: 4,
  bodyBytes: 100_000,
  bodyBytesPerAddress: 100_000,
};

const apps: NestFastifyApplication[] = [];
const sockets: Socket[] = [];
let port: number;

async function start(limits: ServerLimits): Promise<number> {
  const app = await createHttpApp(ThingsModule, { logger: false, limits });
  apps.push(app);
  await app.listen(0, '0.0.0.0');
  return (app.getHttpServer().address() as { port: number }).port;
}
beforeAll(async () => {
  port = await start(LIMITS);
});
afterEach(async () => {
  vi.useRealTimers();
  for (const socket of sockets.splice(0)) if (!socket.closed) await once(socket.destroy(), 'close');
  await eventually(async () => expect(await openConnections()).toBe(0));
});
afterAll(async () => {
  for (const app of apps) await app.close();
});

const openConnections = async (): Promise<number> => {
  const counts = apps.map(
    (app) => new Promise<number>((resolve) => app.getHttpServer().getConnections((_, count) => resolve(count))),
  );
  return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0);
};

/** A connection that has sent a request, and the answer so far. */
class Caller {
  answer = '';
  readonly socket: Socket;
  constructor(to = port, from = '127.0.0.1') {
    this.socket = connect({ port: to, host: '127.0.0.1', localAddress: from })
      .setEncoding('utf8')
      .on('data', (data: string) => (this.answer += data))
      .on('error', () => undefined); // reset by the server
    sockets.push(this.socket);
  }
  send(text: string): this {
    this.socket.write(text);
    return this;
  }
  async answers(start: RegExp): Promise<this> {
    await eventually(() => expect(this.answer).toMatch(start));
    return this;
  }
}
const post = (path: string, length: number, headers = ''): string =>
  `POST ${path} HTTP/1.1\r\nhost: x\r\ncontent-length: ${length}\r\n${headers}\r\n`;
const get = (path: string): string => `GET ${path} HTTP/1.1\r\nhost: x\r\n\r\n`;

describe('a body', () => {
  it('is not waited for when its caller is refused', async () => {
    await new Caller().send(post('/guarded', 1_000)).answers(/^HTTP\/1.1 403 /);
  });

  it('is refused by its announced length, and the error names the limit', async () => {
    const { answer } = await new Caller().send(post('/small', DEFAULT_BODY_LIMIT + 1)).answers(/^HTTP\/1.1 413 /);
    expect(answer).toContain(`at most ${DEFAULT_BODY_LIMIT} bytes`);
  });

  it('is requested when its caller asks first, but not when it is not needed', async () => {
    const ask = 'expect: 100-continue\r\n';
    const wanted = await new Caller().send(post('/open', 2, ask)).answers(/^HTTP\/1.1 100 /);
    await wanted.send('{}').answers(/HTTP\/1.1 201 /);
    for (const [path, length] of [
      ['/guarded', 2],
      ['/open', 300_000],
    ] as const)
      await new Caller().send(post(path, length, ask)).answers(/^HTTP\/1.1 4(?:03|13) /);
  });

  it('leaves its connection usable when it is refused', async () => {
    const caller = await new Caller().send(post('/guarded', 2)).answers(/^HTTP\/1.1 403 /);
    await caller.send(`{}${get('/other')}`).answers(/HTTP\/1.1 200 /);
  });

  it('that stops coming is cut off', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    const caller = new Caller().send(`${post('/open', 1_000)}{"a"`);
    await eventually(() => expect(vi.getTimerCount()).toBeGreaterThan(0));
    vi.advanceTimersByTime(STALL_MS);
    vi.useRealTimers();
    await caller.answers(/^HTTP\/1.1 408 /);
  });

  it('frees its memory for others: the largest is cut off, small ones are served', async () => {
    const large = new Caller().send(post('/open', 90_000) + ' '.repeat(60_000));
    const smaller = new Caller().send(post('/open', 90_000) + ' '.repeat(50_000));
    const { answer } = await large.answers(/^HTTP\/1.1 (?:503|429) /);
    expect(answer).toMatch(/retry-after: 5/i);
    await new Caller().send(`${post('/open', 7)}{"a":1}`).answers(/^HTTP\/1.1 201 /);
    await smaller.send(`{"a":1}${' '.repeat(39_993)}`).answers(/^HTTP\/1.1 201 .*"members":1/s);
  });
});

describe('connections', () => {
  const open = (count: number, from?: string): Promise<Caller[]> =>
    Promise.all(Array.from({ length: count }, () => new Caller(port, from).send(get('/other')).answers(/ 200 /)));

  it('are limited by address, with room for others', async () => {
    await open(LIMITS.connectionsPerAddress);
    const { answer } = await new Caller().send(get('/other')).answers(/^HTTP\/1.1 429 /);
    expect(answer).toMatch(/retry-after: 5/i);
    await open(1, '127.0.0.2');
  });

  it('are limited in all, and health checks are answered in any case', async () => {
    await open(LIMITS.connectionsPerAddress);
    await open(LIMITS.connections - LIMITS.connectionsPerAddress, '127.0.0.2');
    await new Caller(port, '127.0.0.3').send(get('/other')).answers(/^HTTP\/1.1 503 .*request\.too-busy/s);
    const health = await new Caller(port, '127.0.0.3').send(get('/health/live')).answers(/^HTTP\/1.1 200 /);
    await eventually(() => expect(health.socket.closed).toBe(true));
    await new Caller().send(get('/health/live')).answers(/^HTTP\/1.1 200 /);
  });
});

describe('connections that send no complete header', () => {
  const unfinished = 'GET /other HTTP/1.1\r\nhost: x\r\n';
  const hold = async (count: number, from: string): Promise<Caller[]> => {
    const callers = Array.from({ length: count }, () => new Caller(port, from).send(unfinished));
    await Promise.all(callers.map(({ socket }) => once(socket, 'connect')));
    return callers;
  };

  it('make room for others while all places are taken', async () => {
    const [oldest] = await hold(LIMITS.connectionsPerAddress, '127.0.0.1');
    await hold(LIMITS.connections - LIMITS.connectionsPerAddress, '127.0.0.2');
    await eventually(async () => expect(await openConnections()).toBe(LIMITS.connections));
    await new Caller(port, '127.0.0.3').send(get('/other')).answers(/^HTTP\/1.1 200 /);
    expect(oldest?.socket.closed).toBe(true);
  });

  it('do not keep health checks out, from however many addresses they come', async () => {
    const served = [...Array(4).fill('127.0.0.1'), ...Array(2).fill('127.0.0.2')] as string[];
    await Promise.all(served.map((from) => new Caller(port, from).send(get('/other')).answers(/ 200 /)));
    for (let last = 1; last <= 10; last++) await hold(6, `127.0.0.${last}`);
    for (const from of ['127.0.0.11', '127.0.0.1'])
      await new Caller(port, from).send(get('/health/live')).answers(/^HTTP\/1.1 200 /);
    expect(await openConnections()).toBeLessThanOrEqual(LIMITS.connections + 32);
  });
});

describe('requests that are sent together on one connection', () => {
  it('are answered in order when they are few', async () => {
    const caller = await new Caller().send(get('/other').repeat(4)).answers(/(?:ok[^]*){4}$/);
    expect(caller.socket.closed).toBe(false);
  });

  it('are not all read when they are many: the first are answered, then the connection ends', async () => {
    const caller = new Caller().send(get('/other').repeat(2_000));
    await once(caller.socket, 'close');
    const statuses = caller.answer.match(/HTTP\/1\.1 \d+/g) ?? [];
    expect(statuses).toEqual(Array.from({ length: statuses.length }, () => 'HTTP/1.1 200'));
    expect(statuses.length).toBeGreaterThan(0);
    expect(statuses.length).toBeLessThanOrEqual(4);
  });
});
