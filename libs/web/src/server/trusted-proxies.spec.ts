import { Controller, Get, Module, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { describe, expect, it } from 'vitest';
import { createHttpApp } from '../index.js';

@Controller()
class WhoController {
  @Get()
  who(@Req() { caller, protocol }: FastifyRequest): unknown {
    return [caller.address, protocol];
  }
}

@Module({ controllers: [WhoController] })
class WhoModule {}

describe('the client address', () => {
  const FORWARDED = { 'x-forwarded-for': '198.51.100.1, 192.0.2.9, 10.0.0.2', 'x-forwarded-proto': 'https' };

  it.each([
    ['no proxy is trusted by default', undefined, ['10.0.0.1', 'http']],
    ['one proxy', 1, ['10.0.0.2', 'https']],
    ['two proxies', 2, ['192.0.2.9', 'https']],
    ['proxies by their network', ['10.0.0.0/8'], ['192.0.2.9', 'https']],
    ['a network that the caller is not in', ['172.16.0.0/12'], ['10.0.0.1', 'http']],
  ] as const)('%s', async (_, trustedProxies, expected) => {
    const app = await createHttpApp(WhoModule, { logger: false, ...(trustedProxies && { trustedProxies }) });
    await app.init();
    await app.getHttpAdapter().getInstance().ready();
    const { body } = await app.inject({ url: '/', headers: FORWARDED, remoteAddress: '10.0.0.1' });
    expect(JSON.parse(body)).toEqual(expected);
    await app.close();
  });
});
