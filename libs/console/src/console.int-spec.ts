import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createHttpApp } from '#web';
import { ConsoleModule } from './index.js';

describe('the pages of the console', () => {
  let app: NestFastifyApplication;
  beforeAll(async () => {
    app = await createHttpApp(ConsoleModule, { logger: false });
    await app.init();
    await app.getHttpAdapter().getInstance().ready();
  });
  afterAll(() => app?.close());

  it.each(['/', '/console', '/console/', '/console/conversations', '/console/conversations/x', '/console/deliveries'])(
    'are served at %s without a key, and load nothing from elsewhere',
    async (url) => {
      const { statusCode, headers, body } = await app.inject({ url });
      expect([statusCode, headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
      expect(headers['content-security-policy']).toContain("default-src 'none'; script-src 'self'");
      const loaded = [...body.matchAll(/(?:src|href)="(?!data:)([^"#]+)"/g)].map(([, path = '']) => path);
      expect(loaded.filter((path) => !/^\/(?:console|setup|docs|web|favicon\.ico)/.test(path))).toEqual([]);
      for (const path of loaded.filter((path) => /^\/(?:console|web|favicon)/.test(path)))
        expect([path, (await app.inject({ url: path })).statusCode]).toEqual([path, 200]);
      expect(body).not.toMatch(/<style|style=|onclick|<script(?! src)/);
    },
  );

  it('serve every script that a script imports', async () => {
    const loaded = new Map<string, string>();
    const toLoad = ['/console/files/console.js'];
    for (let url = toLoad.pop(); url !== undefined; url = toLoad.pop()) {
      const { statusCode, headers, body } = await app.inject({ url });
      expect([url, statusCode]).toEqual([url, 200]);
      expect(headers).toMatchObject({ 'content-type': 'text/javascript; charset=utf-8', 'cache-control': 'no-cache' });
      loaded.set(url, body);
      const imported = [...body.matchAll(/^(?:import|\} from).*'(\.[^']+)';$/gm)].map(
        ([, path = '']) => new URL(path, `http://service${url}`).pathname,
      );
      toLoad.push(...imported.filter((path) => !loaded.has(path)));
    }
    const names = (folder: string): string[] => readdirSync(folder).filter((name) => name.endsWith('.js'));
    const page = join(import.meta.dirname, '../page');
    for (const name of names(page))
      expect(loaded.get(`/console/files/${name}`)).toBe(readFileSync(join(page, name), 'utf8'));
    const shared = names(join(page, '../../web/page')).filter((name) => name !== 'api-docs.js'); // for Swagger UI
    for (const name of shared) expect(loaded.has(`/web/page/${name}`)).toBe(true);
  });

  it.each(['story.spec.ts', 'tsconfig.json', '..%2F..%2Fpackage.json', 'nothing.js'])('serve no %s', async (name) => {
    const { statusCode, body } = await app.inject({ url: `/console/files/${name}` });
    expect([statusCode, JSON.parse(body)]).toEqual([404, expect.objectContaining({ code: 'page.unknown-file' })]);
  });
});
