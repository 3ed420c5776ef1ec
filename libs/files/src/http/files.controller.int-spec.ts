import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { Logger, Module } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type ConversationId, newId } from '#kernel';
import { type Tenant, TenantDirectory } from '#tenant-config';
import { FakeClock } from '#testing';
import { createHttpApp } from '#web';
import { aTenant } from '../../../tenant-config/src/testing/a-tenant.js';
import { FakeTenantDirectory } from '../../../tenant-config/src/testing/fake-tenant-directory.js';
import { ConversationFiles } from '../application/conversation-files.js';
import { FileLinks } from '../application/file-links.js';
import { FileOpener } from '../application/file-opener.js';
import { PLACES_OF_TENANT, ReadingPlaces } from '../application/reading-places.js';
import { ServeFile } from '../application/serve-file.js';
import { SilentHosts } from '../application/silent-hosts.js';
import { FileStore } from '../ports/file-store.js';
import { FakeFileStore } from '../testing/fake-file.store.js';
import { remoteFiles, TEST_CONFIG } from '../testing/files-world.js';
import { filledTo, SAMPLES } from '../testing/sample-bytes.js';
import { FilesController } from './files.controller.js';

describe('GET /files', () => {
  const clock = new FakeClock();
  const links = new FileLinks(TEST_CONFIG, clock);
  const store = new FakeFileStore(clock);
  const opener = new FileOpener(remoteFiles(), new SilentHosts(clock));
  const files = new ConversationFiles(store, links, opener);
  const tenants = new FakeTenantDirectory();
  let app: NestFastifyApplication;
  let tenant: Tenant;
  let hosted: Server;
  let answers: (path: string, response: ServerResponse, request: IncomingMessage) => void;
  let hangUps = 0;
  let origin: string;

  beforeAll(async () => {
    @Module({
      controllers: [FilesController],
      providers: [
        ServeFile,
        ReadingPlaces,
        { provide: FileLinks, useValue: links },
        { provide: FileOpener, useValue: opener },
        { provide: FileStore, useValue: store },
        { provide: TenantDirectory, useValue: tenants },
      ],
    })
    class App {}
    app = await createHttpApp(App, { logger: false });
    await app.listen(0, '127.0.0.1');
    hosted = createServer((request, response) => {
      response.on('close', () => (hangUps += 1));
      answers(request.url ?? '', response, request);
    }).listen(0, '127.0.0.1');
    await once(hosted, 'listening');
    origin = `http://127.0.0.1:${(hosted.address() as AddressInfo).port}`;
  });
  beforeEach(() => {
    hangUps = 0;
    tenant = aTenant();
    tenants.put(tenant);
  });
  afterEach(() => hosted.closeAllConnections());
  afterAll(async () => {
    app?.getHttpServer().closeAllConnections();
    await app?.close();
    hosted?.close();
  });

  const owner = () => ({ tenantId: tenant.id, conversationId: newId<ConversationId>() });
  const linkTo = async (content: Buffer, filename: string): Promise<string> =>
    files.link(tenant, owner(), await files.keep(owner(), { content, filename }));
  const linkAt = (path: string): Promise<string> => files.link(tenant, owner(), { url: `${origin}${path}` });
  const read = async (link: string, init: RequestInit = {}): Promise<Response> =>
    fetch(`${await app.getUrl()}${new URL(link).pathname}`, init);
  const eventually = async (isSo: () => boolean): Promise<void> => {
    const deadline = AbortSignal.timeout(3_000);
    while (!isSo() && !deadline.aborted) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(isSo()).toBe(true);
  };

  it('shows pictures, safely', async () => {
    const answer = await read(await linkTo(SAMPLES.png, 'Grüße "1".png'));
    expect(answer.status).toBe(200);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'image/png',
      'content-length': String(SAMPLES.png.length),
      'content-disposition': `inline; filename="Gr__e _1_.png"; filename*=UTF-8''Gr%C3%BC%C3%9Fe%20_1_.png`,
      'content-security-policy': "sandbox; default-src 'none'",
      'x-content-type-options': 'nosniff',
      'cache-control': expect.stringMatching(/^private, max-age=2[56]\d{5}$/),
    });
    expect(Buffer.from(await answer.arrayBuffer())).toEqual(SAMPLES.png);
  });

  it.each([
    ['svg', 'logo.svg', 'image/svg+xml'],
    ['pdf', 'offer.pdf', 'application/pdf'],
    ['csv', 'towns.csv', 'text/csv; charset=utf-8'],
  ] as const)('makes browsers save a %s instead of showing it', async (sample, filename, type) => {
    const { headers } = await read(await linkTo(SAMPLES[sample], filename));
    expect(headers.get('content-type')).toBe(type);
    expect(headers.get('content-disposition')).toMatch(/^attachment; /);
  });

  it('passes a file on from its host', async () => {
    const film = filledTo(2_000_000, SAMPLES.mp4);
    answers = (_path, response) => response.writeHead(200, { 'content-type': 'text/html' }).end(film);
    const answer = await read(await linkAt('/film.mp4'));
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'video/mp4']);
    expect(Buffer.from(await answer.arrayBuffer()).equals(film)).toBe(true);
  });

  it('describes a file without reading it to its end', async () => {
    answers = (_path, response) =>
      response.writeHead(200, { 'content-length': '1000000' }).write(filledTo(10_000, SAMPLES.mp4));
    const answer = await read(await linkAt('/film.mp4'), { method: 'HEAD' });
    expect(answer.headers.get('content-length')).toBe('1000000');
    expect(answer.headers.get('content-type')).toBe('video/mp4');
    await eventually(() => hangUps === 1);
  });

  it('finds nothing under a link that is not ours or no longer valid', async () => {
    const link = await linkTo(SAMPLES.png, 'a.png');
    const bent = link.replace(/\.([\w-]{22})\//, (_all, signature: string) => `.${[...signature].reverse().join('')}/`);
    const unknown = links.to(tenant.id, newId(), { days: 1, name: 'a.png' });
    for (const wrong of [bent, unknown, 'https://x/files/abc/a.png', 'https://x/files/abc']) {
      const answer = await read(wrong);
      expect([answer.status, answer.headers.get('content-type')]).toEqual([
        404,
        'application/problem+json; charset=utf-8',
      ]);
      expect(await answer.json()).toMatchObject({ code: 'file.gone' });
    }
    tenants.put({ ...tenant, enabled: false });
    expect((await read(link)).status).toBe(404);
    tenants.put(tenant);
    expect((await read(link)).status).toBe(200);
    clock.advance(32 * 86_400_000);
    expect((await read(link)).status).toBe(404);
  });

  it('answers with a problem when the file is not available', async () => {
    answers = (path, response) => response.writeHead(path === '/gone.png' ? 410 : 503).end();
    expect((await read(await linkAt('/gone.png'))).status).toBe(404);
    const away = await read(await linkAt('/away.png'));
    expect([away.status, away.headers.get('retry-after')]).toEqual([503, '5']);
    expect(await away.json()).toMatchObject({ code: 'file.refused' });
    answers = (_path, response) => response.end(SAMPLES.html);
    expect((await read(await linkAt('/page.png'))).status).toBe(404);
  });

  it('aborts when the file ends too early', async () => {
    answers = (_path, response) => {
      response.writeHead(200, { 'content-length': '20000' });
      response.write(filledTo(10_000, SAMPLES.mp4), () => setTimeout(() => response.destroy(), 50));
    };
    const answer = await read(await linkAt('/film.mp4'));
    await expect(answer.arrayBuffer()).rejects.toThrow();
  });

  it('disconnects from the host when the reader disconnects, also before the answer', async () => {
    answers = (_path, response) => response.writeHead(200).write(filledTo(100_000, SAMPLES.mp4));
    const reader = new AbortController();
    await read(await linkAt('/film.mp4'), { signal: reader.signal });
    reader.abort();
    await eventually(() => hangUps === 1);
    let asked = false;
    answers = () => (asked = true);
    const early = new AbortController();
    const reading = read(await linkAt('/late.mp4'), { signal: early.signal }).catch(() => undefined);
    await eventually(() => asked);
    const logged = vi.spyOn(Logger.prototype, 'error');
    early.abort();
    await reading;
    await eventually(() => hangUps === 2);
    expect(logged).not.toHaveBeenCalled();
    logged.mockRestore();
  });

  describe('with a range', () => {
    const film = filledTo(2_000_000, SAMPLES.mp4);
    const part = async (link: string, range: string, headers: Record<string, string> = {}) => {
      const {
        status,
        headers: got,
        ...answer
      } = await read(link, { headers: { range, ...headers } }).then(async (it) => ({
        status: it.status,
        headers: it.headers,
        bytes: Buffer.from(await it.arrayBuffer()),
      }));
      return { status, range: got.get('content-range'), length: Number(got.get('content-length')), ...answer };
    };
    const asked: (string | undefined)[] = [];
    const sendsParts = (_path: string, response: ServerResponse, request: IncomingMessage): void => {
      const { range } = request.headers;
      asked.push(range);
      const from = Number(/^bytes=(\d+)-$/.exec(range ?? '')?.[1] ?? 0);
      if (from > 0) response.writeHead(206, { 'content-range': `bytes ${from}-${film.length - 1}/${film.length}` });
      else response.writeHead(200, { 'content-length': String(film.length) });
      response.end(film.subarray(from));
    };
    const sendsWholes = (_path: string, response: ServerResponse, request: IncomingMessage): void => {
      asked.push(request.headers.range);
      response.writeHead(200, { 'content-length': String(film.length) }).end(film);
    };
    beforeEach(() => void asked.splice(0));

    it.each([
      ['bytes=0-1', 0, 2],
      ['bytes=10-', 10, undefined],
      ['bytes=-5', -5, undefined],
    ])('serves %s of a file that is kept here', async (range, start, end) => {
      const link = await linkTo(SAMPLES.png, 'a.png');
      const bytes = SAMPLES.png.subarray(start, end);
      const first = start < 0 ? SAMPLES.png.length + start : start;
      expect(await part(link, range)).toEqual({
        status: 206,
        range: `bytes ${first}-${first + bytes.length - 1}/${SAMPLES.png.length}`,
        length: bytes.length,
        bytes,
      });
    });

    it.each([
      ['that serves parts', sendsParts, ['bytes=1999990-']],
      ['that always sends the whole', sendsWholes, ['bytes=1999990-']],
    ])('passes parts on from a host %s', async (_how, answer, later) => {
      answers = answer;
      const link = await linkAt('/film.mp4');
      for (const [range, from, to] of [
        ['bytes=0-1', 0, 2],
        ['bytes=100000-199999', 100_000, 200_000],
      ] as const)
        expect(await part(link, range)).toMatchObject({ status: 206, bytes: film.subarray(from, to) });
      expect(asked).toEqual([undefined, undefined]);
      expect(await part(link, 'bytes=1999990-1999994')).toEqual({
        status: 206,
        range: 'bytes 1999990-1999994/2000000',
        length: 5,
        bytes: film.subarray(1_999_990, 1_999_995),
      });
      expect(asked.slice(2)).toEqual([undefined, ...later]);
      await eventually(() => hangUps === 4);
    });

    it('refuses to mix two files', async () => {
      const link = await linkAt('/film.mp4');
      answers = (_path, response, { headers }) =>
        headers.range
          ? response.writeHead(206, { 'content-range': 'bytes 1999990-2999999/3000000' }).end(film)
          : response.writeHead(200, { 'content-length': String(film.length) }).end(film);
      expect((await read(link, { headers: { range: 'bytes=1999990-' } })).status).toBe(503);
    });

    it('answers a part that does not exist with a problem and the size', async () => {
      const answer = await read(await linkTo(SAMPLES.png, 'a.png'), { headers: { range: 'bytes=5000000-' } });
      expect([answer.status, answer.headers.get('content-range')]).toEqual([416, `bytes */${SAMPLES.png.length}`]);
      expect(await answer.json()).toMatchObject({ code: 'request.range-not-satisfiable' });
    });

    it('serves the whole file for several parts, another version, or an unknown size', async () => {
      const link = await linkTo(SAMPLES.png, 'a.png');
      const etag = (await read(link)).headers.get('etag') ?? '';
      expect((await part(link, 'bytes=0-1', { 'if-range': etag })).status).toBe(206);
      expect(await part(link, 'bytes=0-1', { 'if-range': '"other"' })).toMatchObject({
        status: 200,
        bytes: SAMPLES.png,
      });
      expect(await part(link, 'bytes=0-1,4-5')).toMatchObject({ status: 200, bytes: SAMPLES.png });
      answers = (_path, response) => response.writeHead(200).end(film);
      const unsized = await read(await linkAt('/film.mp4'), { headers: { range: 'bytes=0-1' } });
      expect([unsized.status, unsized.headers.get('accept-ranges')]).toEqual([200, 'none']);
    });

    it('is offered in answers to HEAD', async () => {
      const { status, headers } = await read(await linkTo(SAMPLES.png, 'a.png'), {
        method: 'HEAD',
        headers: { range: 'bytes=0-1' },
      });
      expect([status, headers.get('accept-ranges'), headers.get('content-length')]).toEqual([
        200,
        'bytes',
        String(SAMPLES.png.length),
      ]);
    });
  });

  it('leaves room for others', async () => {
    answers = (_path, response) => response.writeHead(200).write(filledTo(10_000, SAMPLES.mp4));
    const reader = new AbortController();
    const link = await linkAt('/film.mp4');
    for (let place = 0; place < PLACES_OF_TENANT; place++) await read(link, { signal: reader.signal });
    const refused = await read(link);
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '5']);
    const [mine, other] = [tenant, aTenant()];
    tenants.put((tenant = other));
    expect((await read(await linkTo(SAMPLES.png, 'a.png'))).status).toBe(200);
    tenant = mine;
    reader.abort();
    await eventually(() => hangUps === PLACES_OF_TENANT);
    expect((await read(link, { method: 'HEAD' })).status).toBe(200);
  });
});
