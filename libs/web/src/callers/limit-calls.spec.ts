import { Controller, Get, HttpException, Module, Param, UseGuards } from '@nestjs/common';
import type { ExecutionContext } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyRequest } from 'fastify';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { hideKeysAfter } from '#kernel';
import { createHttpApp, DEFAULT_SERVER_LIMITS, refusalOf } from '../index.js';
import { HOLD_MS } from './stranger-pace.js';

/** Accepts the key `right`. */
class KeyGuard {
  canActivate(context: ExecutionContext): boolean {
    const { headers, caller } = context.switchToHttp().getRequest<FastifyRequest>();
    if (headers.authorization !== 'right') throw new HttpException('', 401);
    caller.accept({ kind: 'bot', id: 'acme', keyId: null });
    return true;
  }
}

@Controller()
class DoorsController {
  @Get('guarded/:status')
  @UseGuards(KeyGuard)
  guarded(@Param('status') status: string): string {
    if (status !== '200') throw new HttpException('', Number(status));
    return 'inside';
  }

  @Get('page')
  page(): string {
    return 'page';
  }

  @Get(['health/live', 'broken'])
  live({ ok } = { ok: false }): string {
    if (ok) return 'ok';
    throw new HttpException('', 503);
  }
}

@Module({ controllers: [DoorsController] })
class DoorsModule {}

describe('strangers', () => {
  let app: NestFastifyApplication;
  let answered: string[];
  let codes: unknown[];
  beforeEach(async () => {
    answered = [];
    codes = [];
    const limits = {
      ...DEFAULT_SERVER_LIMITS,
      strangerCallsPerMinute: 2,
      strangerCallsPerSecond: 1,
      botCallsPerSecond: 1,
    };
    app = await createHttpApp(DoorsModule, { logger: false, limits });
    const fastify = app.getHttpAdapter().getInstance();
    fastify.addHook('onResponse', (request: FastifyRequest, _reply: unknown, done: () => void) => {
      codes.push(refusalOf(request)?.code);
      done();
    });
    await app.init();
    await fastify.ready();
    vi.useFakeTimers({ toFake: ['performance', 'setTimeout'] });
  });
  afterEach(async () => {
    vi.useRealTimers();
    await app.close();
  });

  /** Resolves with the answers so far; `later` ones follow when time passes. */
  async function call(url: string, key = 'wrong', remoteAddress = '192.0.2.1'): Promise<string[]> {
    void app
      .inject({ url, headers: { authorization: key }, remoteAddress })
      .then(({ statusCode, headers }) =>
        answered.push([statusCode, headers['retry-after'] ?? headers['www-authenticate']].filter(Boolean).join(' ')),
      );
    for (let turn = 0; turn < 20; turn++) await new Promise((done) => setImmediate(done));
    return answered.splice(0);
  }
  async function pass(ms: number): Promise<string[]> {
    await vi.advanceTimersByTimeAsync(ms);
    for (let turn = 0; turn < 20; turn++) await new Promise((done) => setImmediate(done));
    return answered.splice(0);
  }

  it('are answered late, and with 429, beyond the limit of their address', async () => {
    expect(await call('/guarded/200')).toEqual(['401 Bearer']);
    expect(await call('/nothing')).toEqual(['404']);
    expect(await call('/guarded/200')).toEqual([]);
    expect(await pass(HOLD_MS - 1)).toEqual([]);
    expect(await pass(1)).toEqual(['429 30']);
    await pass(30_000);
    expect(await call('/guarded/200')).toEqual(['401 Bearer']);
  });

  it('get a problem without the key in their path, and with the code that the log shows', async () => {
    hideKeysAfter('/hooks-of-strangers/');
    const answers: Promise<{ body: string }>[] = [];
    for (let call_ = 0; call_ < 3; call_++)
      answers.push(app.inject({ url: '/hooks-of-strangers/k3y', remoteAddress: '192.0.2.1' }));
    await pass(HOLD_MS);
    const bodies = (await Promise.all(answers)).map(({ body }) => body);
    expect(bodies.join()).not.toContain('k3y');
    expect(bodies.at(-1)).toContain('request.too-many-refusals');
    expect(codes.sort()).toEqual(['request.not-found', 'request.not-found', 'request.too-many-refusals']);
  });

  it('get pages late, but get them', async () => {
    await call('/page');
    expect(await call('/page')).toEqual(['200']);
    expect(await call('/page')).toEqual([]);
    expect(await pass(HOLD_MS)).toEqual(['200']);
  });

  it('do not slow down callers with a valid key at the same address, whatever their answers are', async () => {
    for (let call_ = 0; call_ < 5; call_++) await call('/guarded/200');
    expect(await call('/guarded/200', 'right')).toEqual(['200']);
    expect(await call('/guarded/404', 'right')).toEqual(['404']);
  });

  it('are also limited all together', async () => {
    for (let address = 1; address <= 10; address++)
      expect(await call('/guarded/200', 'wrong', `192.0.2.${address}`)).toEqual(['401 Bearer']);
    expect(await call('/guarded/200', 'wrong', '192.0.2.99')).toEqual([]);
    expect(await pass(HOLD_MS)).toEqual(['429 1']);
  });

  it('do not delay health checks, nor failures of the service itself', async () => {
    for (let call_ = 0; call_ < 5; call_++) await call('/guarded/200');
    expect(await call('/health/live')).toEqual(['503 5']);
    expect(await call('/broken')).toEqual(['503 5']);
  });

  it('do not include callers with a valid key who call too often: these get 429, late', async () => {
    for (let call_ = 0; call_ < 5; call_++) expect(await call('/guarded/200', 'right')).toEqual(['200']);
    expect(await call('/guarded/200', 'right')).toEqual([]);
    expect(await pass(HOLD_MS)).toEqual(['429 1']);
    expect(await call('/guarded/200', 'right')).toEqual(['200']);
    expect(await call('/guarded/200')).toEqual(['401 Bearer']);
  });
});
