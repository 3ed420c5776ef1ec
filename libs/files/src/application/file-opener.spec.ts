import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { EngageSettings } from '#tenant-config';
import { FakeClock } from '#testing';
import { aTenant } from '../../../tenant-config/src/testing/a-tenant.js';
import { type RemoteFile, RemoteFiles } from '../ports/remote-files.js';
import { SAMPLES } from '../testing/sample-bytes.js';
import { FileOpener } from './file-opener.js';
import { SilentHosts } from './silent-hosts.js';

/** Sends nothing while it is silent, else a picture. */
class Host extends RemoteFiles {
  isSilent = true;
  readonly asked: string[] = [];

  async open(_: EngageSettings, address: string, signal: AbortSignal): Promise<RemoteFile> {
    this.asked.push(address);
    if (this.isSilent)
      await new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(new Error('aborted'))));
    const chunks = (async function* () {
      yield SAMPLES.png;
    })();
    return {
      chunks,
      start: 0,
      size: undefined,
      contentType: 'image/png',
      contentDisposition: '',
      address,
      close: () => undefined,
    };
  }
}

describe('FileOpener, where hosts are silent', () => {
  const tenant = aTenant();
  const { signal } = new AbortController();
  let host: Host;
  let clock: FakeClock;
  let opener: FileOpener;
  beforeEach(() => {
    vi.useFakeTimers();
    host = new Host();
    clock = new FakeClock();
    opener = new FileOpener(host, new SilentHosts(clock));
  });
  afterEach(() => vi.useRealTimers());

  /** @returns `image/png`, or the reason of the refusal */
  async function open(of = tenant, url = 'https://files.example/a.png'): Promise<string> {
    const outcome = opener.at(of, { url }, signal).then(
      (file) => file.mediaType,
      (error: unknown) => (error as { reason: string }).reason,
    );
    await vi.advanceTimersByTimeAsync(10_000);
    return outcome;
  }

  it('stops after ten seconds, and waits before a third request', async () => {
    expect([await open(), await open(), await open(), await open()]).toEqual(Array(4).fill('unreachable'));
    expect(host.asked).toHaveLength(2);
    clock.advance(29_000);
    host.isSilent = false;
    expect(await open()).toBe('unreachable');
    clock.advance(1_000);
    expect([await open(), await open()]).toEqual(['image/png', 'image/png']);
  });

  it('lets one request test whether the host is back', async () => {
    await open();
    await open();
    clock.advance(30_000);
    const outcomes = Promise.all([open(), open(), open()]);
    expect(await outcomes).toEqual(Array(3).fill('unreachable'));
    expect(host.asked).toHaveLength(3);
  });

  it('affects neither other hosts nor other tenants', async () => {
    await open();
    await open();
    host.isSilent = false;
    expect(await open(tenant, 'https://others.example/a.png')).toBe('image/png');
    expect(await open(aTenant())).toBe('image/png');
    expect(await open()).toBe('unreachable');
  });

  it('counts only consecutive silences', async () => {
    await open();
    host.isSilent = false;
    expect(await open()).toBe('image/png');
    host.isSilent = true;
    await open();
    host.isSilent = false;
    expect(await open()).toBe('image/png');
  });
});
