import { createServer, type Server, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { Secret } from '#kernel';
import { FakeClock, StubServer } from '#testing';
import { aTenant } from '../../../tenant-config/src/testing/a-tenant.js';
import type { Tenant } from '#tenant-config';
import { OutboundAddressGuard } from '#web';
import { FileOpener } from '../application/file-opener.js';
import { SilentHosts } from '../application/silent-hosts.js';
import { FileRefused } from '../domain/file-refused.error.js';
import type { OpenFile } from '../ports/files.js';
import { remoteFiles } from '../testing/files-world.js';
import { filledTo, SAMPLES } from '../testing/sample-bytes.js';

const ALWAYS = new AbortController().signal;
const TOKEN = 'rest-token/of+acme';

describe('HttpRemoteFiles', () => {
  let stub: StubServer;
  let elsewhere: StubServer;
  let tenant: Tenant;
  beforeAll(async () => {
    [stub, elsewhere] = await Promise.all([StubServer.start(), StubServer.start()]);
    tenant = aTenant({
      engage: { baseApiUrl: stub.url, realtimeEndpointUrl: undefined, apiAccessToken: new Secret(TOKEN) },
    });
  });
  beforeEach(() => {
    stub.reset();
    elsewhere.reset();
  });
  afterAll(() => Promise.all([stub?.stop(), elsewhere?.stop()]));

  const open = (url: string, options: Parameters<typeof remoteFiles> = []): Promise<OpenFile> =>
    new FileOpener(remoteFiles(...options), new SilentHosts(new FakeClock())).at(tenant, { url }, ALWAYS);
  const refusalOf = async (opening: Promise<OpenFile>): Promise<FileRefused> => {
    const refusal = await opening.then(
      () => undefined,
      (error: unknown) => error,
    );
    expect(refusal).toBeInstanceOf(FileRefused);
    const { message, cause } = refusal as FileRefused;
    expect(`${message} ${String(cause)}`).not.toMatch(/http:|127\.0|access_token|rest-token/);
    return refusal as FileRefused;
  };

  it('trusts the bytes, not the header', async () => {
    stub.reply({ body: SAMPLES.jpg, headers: { 'content-type': 'video/mp4' } });
    expect(await open(`${stub.url}/clip.mp4`)).toMatchObject({ mediaType: 'image/jpeg', filename: 'clip.jpg' });
    stub.reply({ body: SAMPLES.html, headers: { 'content-type': 'image/png' } });
    expect(await refusalOf(open(`${stub.url}/photo.png`))).toMatchObject({ reason: 'kind' });
  });

  it('prefers the name in the header to the name in the address', async () => {
    const headers = { 'content-type': 'text/csv', 'content-disposition': 'attachment; filename="../towns"' };
    stub.reply({ body: SAMPLES.csv, headers });
    expect(await open(`${stub.url}/download?id=1`)).toMatchObject({ mediaType: 'text/csv', filename: '_towns.csv' });
  });

  it('requests the bytes uncompressed, without a proxy and without a referrer', async () => {
    stub.reply({ body: SAMPLES.png });
    await buffer((await open(`${stub.url}/a.png?x=%20y&z`)).stream);
    expect(stub.requests[0]).toMatchObject({ url: '/a.png?x=%20y&z' });
    expect(stub.requests[0]?.headers).toMatchObject({ 'accept-encoding': 'identity' });
    expect(stub.requests[0]?.headers.referer).toBeUndefined();
  });

  it.each([
    [404, 'not-found', 'unprocessable'],
    [410, 'not-found', 'unprocessable'],
    [401, 'not-found', 'unprocessable'],
    [403, 'not-found', 'unprocessable'],
    [304, 'not-found', 'unprocessable'],
    [429, 'unreachable', 'unavailable'],
    [503, 'unreachable', 'unavailable'],
  ])('reads a %i as %s', async (status, reason, kind) => {
    stub.reply({ status, body: SAMPLES.png });
    expect(await refusalOf(open(`${stub.url}/a.png`))).toMatchObject({ reason, kind });
  });

  it('distinguishes a host that is down from one that hangs', async () => {
    stub.reply('reset');
    expect(await refusalOf(open(`${stub.url}/a.png`))).toMatchObject({ reason: 'unreachable' });
    stub.reply('hang');
    const waited = refusalOf(open(`${stub.url}/a.png`, [{ answerMs: 100 }]));
    expect(await waited).toMatchObject({ reason: 'unreachable', kind: 'unavailable' });
    expect(await refusalOf(open('http://nowhere.invalid/a.png'))).toMatchObject({ reason: 'unreachable' });
  });

  it('follows three redirects and no more', async () => {
    for (const hop of [0, 1, 2, 3]) stub.route('GET', `/${hop}`, { status: 302, headers: { location: `/${hop + 1}` } });
    stub.route('GET', '/4', { body: SAMPLES.png });
    expect(await open(`${stub.url}/1`)).toMatchObject({ mediaType: 'image/png' });
    expect(await refusalOf(open(`${stub.url}/0`))).toMatchObject({ reason: 'not-found' });
  });

  it('calls no private address where that is forbidden, not even on a redirect', async () => {
    const strict: Parameters<typeof remoteFiles> = [{}, { allowPrivateNetworks: false }];
    for (const url of [`${stub.url}/a.png`, 'https://169.254.169.254/a', 'https://localhost/a', 'file:///etc/passwd'])
      expect(await refusalOf(open(url, strict))).toMatchObject({ reason: 'forbidden-address' });
    stub.reply({ status: 302, headers: { location: 'file:///etc/passwd' } });
    expect(await refusalOf(open(`${stub.url}/a.png`))).toMatchObject({ reason: 'forbidden-address' });
    expect(stub.requests).toHaveLength(1);
  });

  it('checks the address of a host name when it connects', async () => {
    const looksFine = vi.spyOn(OutboundAddressGuard.prototype, 'faultOf').mockReturnValue(undefined);
    for (const host of ['127.0.0.1', 'localhost'])
      expect(
        await refusalOf(open(`http://${host}:${stub.port}/a.png`, [{}, { allowPrivateNetworks: false }])),
      ).toMatchObject({
        reason: 'forbidden-address',
      });
    looksFine.mockRestore();
    expect(stub.requests).toEqual([]);
  });

  describe("with the tenant's token", () => {
    it('opens attachments of Engage', async () => {
      stub.reply({ body: SAMPLES.png });
      await open(`${stub.url}/attachments/0a1b?size=%20x`);
      expect(stub.requests[0]?.url).toBe('/attachments/0a1b?size=%20x&access_token=rest-token%2Fof%2Bacme');
      await open(`${stub.url}/other/0a1b.png`);
      expect(stub.requests[1]?.url).toBe('/other/0a1b.png');
    });

    it('does not send it to another host when Engage redirects', async () => {
      stub.reply({ status: 307, headers: { location: `${elsewhere.url}/attachments/0a1b` } });
      elsewhere.reply({ body: SAMPLES.png });
      expect(await open(`${stub.url}/attachments/0a1b`)).toMatchObject({ mediaType: 'image/png' });
      expect(stub.requests[0]?.query.get('access_token')).toBe(TOKEN);
      expect(elsewhere.requests.map(({ url }) => url)).toEqual(['/attachments/0a1b']);
      expect(JSON.stringify(elsewhere.requests[0]?.headers)).not.toContain('rest-token');
    });
  });
});

describe('HttpRemoteFiles with hosts that misbehave', () => {
  let serve: (response: ServerResponse) => void;
  let server: Server;
  let url: string;
  let closed = 0;
  beforeEach(async () => {
    closed = 0;
    server = createServer((_request, response) => {
      response.on('close', () => (closed += 1));
      serve(response);
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/film.mp4`;
  });
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });
  const tenant = aTenant();
  const open = (options: Parameters<typeof remoteFiles> = [], signal = ALWAYS): Promise<OpenFile> =>
    new FileOpener(remoteFiles(...options), new SilentHosts(new FakeClock())).at(tenant, { url }, signal);
  const hostIsLeft = async (): Promise<void> => {
    const deadline = AbortSignal.timeout(2_000);
    while (closed === 0 && !deadline.aborted) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(closed).toBe(1);
  };
  /** Sends the beginning of a film, then 64 KB whenever they can be written, without end. */
  const endless = (response: ServerResponse): void => {
    const more = Buffer.alloc(65_536);
    const send = (): void => {
      while (!response.destroyed && response.write(more));
      if (!response.destroyed) response.once('drain', send);
    };
    response.write(SAMPLES.mp4);
    send();
  };

  it('refuses a file that is announced too large, without reading it', async () => {
    serve = (response) => response.writeHead(200, { 'content-length': '104857601' }).write(SAMPLES.mp4);
    await expect(open()).rejects.toMatchObject({ reason: 'too-large', message: 'The file is larger than 100 MB.' });
    await hostIsLeft();
  });

  it('stops reading a file that becomes too large', async () => {
    serve = endless;
    const { stream, size } = await open([{ mostBytes: 3_145_728 }]);
    expect(size).toBeUndefined();
    let read = 0;
    stream.on('data', (chunk: Buffer) => (read += chunk.length));
    const [error] = (await once(stream, 'error')) as [FileRefused];
    expect(error).toMatchObject({ reason: 'too-large' });
    expect(read).toBeLessThanOrEqual(3_145_728);
    await hostIsLeft();
  });

  it('reads no faster than its reader', async () => {
    let sent = 0;
    serve = (response) => {
      endless(response);
      response.socket?.on('close', () => (sent = response.socket?.bytesWritten ?? 0));
    };
    const { stream } = await open();
    await new Promise((resolve) => setTimeout(resolve, 300));
    stream.destroy();
    await hostIsLeft();
    expect(sent).toBeLessThan(16_777_216); // what kernels buffer on the way
  });

  it('disconnects from a host that stops sending', async () => {
    serve = (response) => response.writeHead(200, { 'content-length': '20000' }).write(filledTo(10_000, SAMPLES.mp4));
    const { stream } = await open([{ idleMs: 100 }]);
    await expect(buffer(stream)).rejects.toMatchObject({ reason: 'unreachable' });
    await hostIsLeft();
  });

  it('disconnects from a host that sends too slowly', async () => {
    serve = (response) => {
      response.write(SAMPLES.mp4);
      const drops = setInterval(() => response.write('x'), 20);
      response.on('close', () => clearInterval(drops));
    };
    await expect(open([{ idleMs: 1_000, totalMs: 300 }])).rejects.toMatchObject({ reason: 'unreachable' });
    await hostIsLeft();
  });

  it('treats a file that ends too early as broken', async () => {
    serve = (response) => {
      response.writeHead(200, { 'content-length': '20000' });
      response.write(filledTo(10_000, SAMPLES.mp4), () => response.destroy());
    };
    const { stream } = await open();
    await expect(buffer(stream)).rejects.toMatchObject({ reason: 'unreachable' });
  });

  it('disconnects from the host when the reader stops', async () => {
    serve = endless;
    const { stream } = await open();
    stream.destroy();
    await hostIsLeft();
  });

  it('disconnects from the host when the caller aborts while reading', async () => {
    serve = endless;
    const caller = new AbortController();
    const { stream } = await open([], caller.signal);
    const reading = buffer(stream);
    caller.abort(new Error('No longer wanted.'));
    await expect(reading).rejects.toThrow('No longer wanted.');
    await hostIsLeft();
  });
});
