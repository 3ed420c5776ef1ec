import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createHttpApp } from '#web';
import { ConsoleModule } from './index.js';
import { PAGE_FILES } from './http/page-files.js';

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
      expect(loaded.filter((path) => !/^\/(?:console|setup|docs|favicon\.ico)/.test(path))).toEqual([]);
      for (const path of loaded.filter((path) => /^\/(?:console|favicon)/.test(path)))
        expect([path, (await app.inject({ url: path })).statusCode]).toEqual([path, 200]);
      expect(body).not.toMatch(/<style|style=|onclick|<script(?! src)/);
    },
  );

  it('serve every script that a script imports', async () => {
    const scripts = [...PAGE_FILES].filter(([name]) => name.endsWith('.js'));
    expect(scripts.length).toBeGreaterThan(10);
    for (const [name, { text }] of scripts) {
      expect(text).toBe(readFileSync(join(import.meta.dirname, '../page', name), 'utf8'));
      for (const [, imported = ''] of text.matchAll(/^(?:import|\} from).*'\.\/([^']+)';$/gm))
        expect([name, imported, PAGE_FILES.has(imported)]).toEqual([name, imported, true]);
    }
    const { headers } = await app.inject({ url: '/console/files/console.js' });
    expect(headers).toMatchObject({ 'content-type': 'text/javascript; charset=utf-8', 'cache-control': 'no-cache' });
  });

  it.each(['story.spec.ts', 'tsconfig.json', '..%2F..%2Fpackage.json', 'nothing.js'])('serve no %s', async (name) => {
    const { statusCode, body } = await app.inject({ url: `/console/files/${name}` });
    expect([statusCode, JSON.parse(body)]).toEqual([404, expect.objectContaining({ code: 'page.unknown-file' })]);
  });
});
