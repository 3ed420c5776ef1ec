import { Controller, Get, Module } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createHttpApp } from '#web';
import type { Tenant } from '../../domain/tenant.js';
import { TenantDirectory } from '../../ports/tenant-directory.js';
import { aTenant } from '../../testing/a-tenant.js';
import { FakeTenantDirectory } from '../../testing/fake-tenant-directory.js';
import { BotKeyGuard, CurrentTenant, RequiresBotKey } from './bot-key.guard.js';

@Controller('v1/whoami')
@RequiresBotKey()
class WhoAmIController {
  @Get()
  get(@CurrentTenant() tenant: Tenant): unknown {
    return { slug: tenant.slug };
  }
}

@Controller('v1/other')
@RequiresBotKey('other')
class OtherPlatformController {
  @Get()
  get(@CurrentTenant() tenant: Tenant): unknown {
    return { slug: tenant.slug };
  }
}

const directory = new FakeTenantDirectory()
  .put(aTenant({ slug: 'acme' }), 'acme-key')
  .put(aTenant({ slug: 'stopped', enabled: false }), 'stopped-key')
  .put(aTenant({ slug: 'elsewhere', bot: { platform: 'other', settings: {}, secrets: {} } }), 'other-key');

@Module({
  controllers: [WhoAmIController, OtherPlatformController],
  providers: [BotKeyGuard, { provide: TenantDirectory, useValue: directory }],
})
class TestModule {}

describe('BotKeyGuard', () => {
  let app: NestFastifyApplication;
  beforeAll(async () => {
    app = await createHttpApp(TestModule, { logger: false });
    await app.init();
    await app.getHttpAdapter().getInstance().ready();
  });
  afterAll(() => app.close());

  const call = async (headers: Record<string, string>, url = '/v1/whoami') => {
    const { statusCode, body } = await app.inject({ url, headers });
    return [statusCode, JSON.parse(body)];
  };

  it('finds the tenant by its key', async () => {
    expect(await call({ authorization: 'Bearer acme-key' })).toEqual([200, { slug: 'acme' }]);
    expect(await call({ authorization: 'bearer  acme-key ' })).toEqual([200, { slug: 'acme' }]);
    expect(await call({ 'x-api-key': 'acme-key' })).toEqual([200, { slug: 'acme' }]);
  });

  it.each([
    {},
    { authorization: 'Bearer wrong' },
    { authorization: 'acme-key' },
    { authorization: 'Basic acme-key' },
    { 'x-api-key': '' },
  ])('rejects %j', async (headers) => {
    expect(await call(headers as Record<string, string>)).toMatchObject([401, { code: 'auth.unauthenticated' }]);
  });

  it('rejects a disabled tenant', async () => {
    expect(await call({ authorization: 'Bearer stopped-key' })).toMatchObject([403, { code: 'tenant.disabled' }]);
  });

  it('accepts keys only on routes of their platform', async () => {
    const key = (of: string) => ({ authorization: `Bearer ${of}-key` });
    expect(await call(key('other'), '/v1/other')).toEqual([200, { slug: 'elsewhere' }]);
    expect(await call(key('other'))).toEqual([200, { slug: 'elsewhere' }]);
    const [status, problem] = await call(key('acme'), '/v1/other');
    expect([status, problem.code]).toEqual([403, 'auth.wrong-platform']);
    expect(problem.detail).toContain('bot.platform is generic');
  });
});
