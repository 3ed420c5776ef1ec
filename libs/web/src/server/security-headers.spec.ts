import { Controller, Get, Header, Module, NotFoundException } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createHttpApp, setUpOpenApi } from '../index.js';

@Controller()
class PagesController {
  @Get(['admin/things', 'v1/things', 'setup/acme', 'handover/rce/acme', 'health/live', 'files/token', 'administration'])
  read(): object {
    return { name: 'Ada' };
  }

  @Get('admin/missing')
  missing(): never {
    throw new NotFoundException();
  }

  @Get('admin/picture')
  @Header('cache-control', 'private, max-age=60')
  picture(): string {
    return 'own';
  }
}

@Module({ controllers: [PagesController] })
class PagesModule {}

const started: NestFastifyApplication[] = [];
async function start(options: Parameters<typeof createHttpApp>[1]): Promise<NestFastifyApplication> {
  const app = await createHttpApp(PagesModule, { logger: false, ...options });
  started.push(app);
  setUpOpenApi(app, { title: 'T', description: '', version: '1', publicUrl: 'http://localhost', tags: [] });
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
  return app;
}

describe('every answer', () => {
  let app: NestFastifyApplication;
  beforeAll(async () => {
    app = await start({ trustedProxies: 1 });
  });
  afterAll(() => Promise.all(started.map((one) => one.close())));

  const headersOf = async (url: string, headers: Record<string, string> = {}) =>
    (await app.inject({ url, headers })).headers;

  it.each(['/admin/things', '/admin/missing', '/nothing', '/health/live', '/docs', '/docs-json'])(
    'to %s is protected from sniffing, framing and other sites',
    async (url) => {
      expect(await headersOf(url)).toMatchObject({
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'DENY',
        'referrer-policy': 'no-referrer',
        'content-security-policy': expect.stringContaining("frame-ancestors 'none'"),
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
        'x-permitted-cross-domain-policies': 'none',
      });
    },
  );

  it.each([
    ['/admin/things?q=1', 'no-store'],
    ['/admin/missing', 'no-store'],
    ['/admin/no-such-route', 'no-store'],
    ['/v1/things', 'no-store'],
    ['/setup/acme', 'no-store'],
    ['/%61dmin/things', 'no-store'],
    ['/handover/rce/acme', 'no-store'],
    ['/admin/picture', 'private, max-age=60'],
    ['/health/live', undefined],
    ['/administration', undefined],
  ])('to %s has the cache rule: %s', async (url, expected) => {
    expect((await headersOf(url))['cache-control']).toBe(expected);
  });

  it('to links of files may be shown on other sites', async () => {
    expect((await headersOf('/files/token'))['cross-origin-resource-policy']).toBe('cross-origin');
  });

  it('over HTTPS tells browsers to keep using HTTPS', async () => {
    const name = 'strict-transport-security';
    expect((await headersOf('/health/live'))[name]).toBeUndefined();
    expect((await headersOf('/health/live', { 'x-forwarded-proto': 'https' }))[name]).toBe('max-age=31536000');
    const direct = await start({});
    const forged = await direct.inject({ url: '/health/live', headers: { 'x-forwarded-proto': 'https' } });
    expect(forged.headers[name]).toBeUndefined();
    const publicly = await start({ isHttps: true });
    expect((await publicly.inject('/health/live')).headers[name]).toBe('max-age=31536000');
  });

  it('of Swagger UI makes the browser keep no key', async () => {
    const { body } = await app.inject('/docs/swagger-ui-init.js');
    expect(body).toContain('"persistAuthorization": false');
  });
});
