import { Controller, Get, HttpException, Module, Param, UseGuards } from '@nestjs/common';
import type { ExecutionContext } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyRequest } from 'fastify';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createHttpApp, DEFAULT_SERVER_LIMITS } from '../index.js';
import { HOLD_MS } from './stranger-pace.js';

/** Takes the key `right`. */
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
  beforeEach(async () => {
    answered = [];
    const limits = {
      ...DEFAULT_SERVER_LIMITS,
      strangerCallsPerMinute: 2,
      strangerCallsPerSecond: 1,
      botCallsPerSecond: 1,
    };
    app = await createHttpApp(DoorsModule, { logger: false, limits });
    await app.init();
    await app.getHttpAdapter().getInstance().ready();
    vi.useFakeTimers({ toFake: ['performance', 'setTimeout'] });
  });
  afterEach(async () => {
    vi.useRealTimers();
    await app.close();
  });

  /** Resolves with what has been answered so far; `later` ones follow when time passes. */
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

  it('get pages late, but get them', async () => {
    await call('/page');
    expect(await call('/page')).toEqual(['200']);
    expect(await call('/page')).toEqual([]);
    expect(await pass(HOLD_MS)).toEqual(['200']);
  });

  it('do not slow down callers with a valid key at the same address, whatever these are answered', async () => {
    for (let call_ = 0; call_ < 5; call_++) await call('/guarded/200');
    expect(await call('/guarded/200', 'right')).toEqual(['200']);
    expect(await call('/guarded/404', 'right')).toEqual(['404']);
  });

  it('are limited all together, too', async () => {
    for (let address = 1; address <= 10; address++)
      expect(await call('/guarded/200', 'wrong', `192.0.2.${address}`)).toEqual(['401 Bearer']);
    expect(await call('/guarded/200', 'wrong', '192.0.2.99')).toEqual([]);
    expect(await pass(HOLD_MS)).toEqual(['429 1']);
  });

  it('do not delay health checks, nor what failed on our side', async () => {
    for (let call_ = 0; call_ < 5; call_++) await call('/guarded/200');
    expect(await call('/health/live')).toEqual(['503 5']);
    expect(await call('/broken')).toEqual(['503 5']);
  });

  it('are not those with a valid key who call too often: these get 429, late', async () => {
    for (let call_ = 0; call_ < 5; call_++) expect(await call('/guarded/200', 'right')).toEqual(['200']);
    expect(await call('/guarded/200', 'right')).toEqual([]);
    expect(await pass(HOLD_MS)).toEqual(['429 1']);
    expect(await call('/guarded/200', 'right')).toEqual(['200']);
    expect(await call('/guarded/200')).toEqual(['401 Bearer']);
  });
});
