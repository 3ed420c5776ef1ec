import { Controller, Get, Module } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createHttpApp, setUpOpenApi } from '../index.js';

@Controller()
class PageController {
  @Get('page')
  page(): string {
    return 'page';
  }
}

@Module({ controllers: [PageController] })
class PageModule {}

let app: NestFastifyApplication;
beforeAll(async () => {
  app = await createHttpApp(PageModule, { logger: false });
  setUpOpenApi(app, { title: 'T', description: '', version: '1', publicUrl: 'http://localhost', tags: [] });
  await app.listen(0, '127.0.0.1');
});
afterAll(() => app.close());

it.each([
  '/docs/%00',
  '/docs/a%00b',
  '/docs/nothing',
  '/docs//nothing',
  '/docs/%2e%2e/package.json',
  '/docs/..%2fpackage.json',
  '/docs/%5c..%5cpackage.json',
  '/docs/.hidden',
  '/docs/LICENSE/',
])('%s is answered like every unknown path', async (url) => {
  const answer = await app.inject(url);
  expect(answer.json()).toMatchObject({ status: 404, code: 'request.not-found' });
  expect(answer.statusCode).toBe(404);
});

it('Swagger UI is served', async () => {
  expect((await app.inject('/docs/swagger-ui.css')).statusCode).toBe(200);
});
